using Microsoft.Playwright;

namespace IngestaMaestras.Portal.Tests.Pages.Support;

/// <summary>A visitor's page, and what went wrong on it without the visitor being told.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IBrowserContext _context;
    private readonly Uri _portal;
    private readonly List<string> _consoleErrors = [];
    private readonly List<string> _foreignRequests = [];

    public Visit(IBrowserContext context, IPage page, Uri portal)
    {
        _context = context;
        _portal = portal;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _consoleErrors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _consoleErrors.Add(error);
        page.Request += (_, request) =>
        {
            Uri url = new(request.Url);
            if (url.Scheme != "data" && url.Authority != portal.Authority)
            {
                _foreignRequests.Add(request.Url);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>What the server answered last.</summary>
    public IResponse Response { get; private set; } = null!;

    public string PathAndQuery => new Uri(Page.Url).PathAndQuery;

    public ILocator Results => Page.Locator(".results");

    public async Task GoAsync(string path) => Response = (await Page.GotoAsync(new Uri(_portal, path).ToString()))!;

    /// <summary>Presses a button or follows a link that leads to another page.</summary>
    public Task PressAsync(ILocator target) => ArriveAsync(() => target.ClickAsync());

    /// <summary>Presses Enter in a field, which leads to another page.</summary>
    public Task PressEnterAsync(ILocator field) => ArriveAsync(() => field.PressAsync("Enter"));

    private async Task ArriveAsync(Func<Task> act)
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Arrive(object? sender, IFrame frame) => arrived.TrySetResult();
        Page.FrameNavigated += Arrive;
        Response = await Page.RunAndWaitForResponseAsync(act, IsPage);
        await arrived.Task.WaitAsync(Patience);
        Page.FrameNavigated -= Arrive;
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name });

    /// <summary>Waits for a text to appear, which it may only do by the page renewing itself.</summary>
    public Task SeeAsync(string text) => Assertions.Expect(Page.Locator("main")).ToContainTextAsync(
        text, new LocatorAssertionsToContainTextOptions { IgnoreCase = true, Timeout = 60_000 });

    /// <summary>Nothing was reported on the console and nothing was asked of another machine.</summary>
    public void AssertClean()
    {
        Assert.Empty(_consoleErrors);
        Assert.Empty(_foreignRequests);
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    /// <summary>Where redirects end.</summary>
    private static bool IsPage(IResponse response) => response.Request.IsNavigationRequest && response.Status is (< 300 or >= 400);
}
