using System.Globalization;
using System.Text;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Playwright;

namespace IngestaMaestras.Portal.Tests.Pages.Support;

/// <summary>The real program, serving on a port of its own over data of its own, and visitors of its pages.</summary>
internal sealed class PortalUnderTest : IAsyncDisposable
{
    public const string Date = "2024-05-14";
    public const string CompactDate = "20240514";

    /// <summary>Of every account that tests add.</summary>
    public const string Password = "doce caracteres o más";

    public const string SessionCookie = "ingesta.sesion";

    private readonly Chromium _chromium;
    private readonly List<IngestaProcess> _processes = [];
    private readonly Dictionary<string, string> _sessions = [];

    private PortalUnderTest(Installation installation, Chromium chromium, int port)
    {
        Installation = installation;
        _chromium = chromium;
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    public Installation Installation { get; }

    public Uri Url { get; }

    public string Root => Path.GetDirectoryName(Installation.Input)!;

    public string Layouts => Path.Combine(Root, "layouts");

    /// <param name="masters">The layouts in force, so that a date can be complete with a few files.</param>
    /// <param name="options">Further options of <c>serve</c>.</param>
    public static Task<PortalUnderTest> StartAsync(
        PostgresFixture postgres, Chromium chromium, string label, string[]? masters = null, params string[] options) =>
        StartAsync(postgres, chromium, label, masters, new Dictionary<string, string>(), options);

    /// <param name="settings">Further settings, as environment variables.</param>
    public static async Task<PortalUnderTest> StartAsync(
        PostgresFixture postgres, Chromium chromium, string label, string[]? masters, IReadOnlyDictionary<string, string> settings, params string[] options) =>
        await StartOnAsync(await Installation.CreateAsync(postgres, label), chromium, masters, settings, options);

    /// <summary>Serves an installation that the test has prepared, and that is the portal's from now on.</summary>
    public static async Task<PortalUnderTest> StartOnAsync(
        Installation installation, Chromium chromium, string[]? masters, IReadOnlyDictionary<string, string> settings, params string[] options)
    {
        PortalUnderTest portal = new(installation, chromium, FreePort.Next());
        Directory.CreateDirectory(portal.Layouts);
        foreach (var master in masters ?? ["XCADENA", "XMONEDA"])
        {
            File.Copy(Path.Combine(Repository.Root, "layouts", $"{master}.toon"), Path.Combine(portal.Layouts, $"{master}.toon"));
        }

        portal.Installation.Environment["Ingesta__LayoutsPath"] = portal.Layouts;
        portal.Installation.Environment["Ingesta__ArrivalLookInterval"] = "00:00:00.5";
        // No night falls while a test runs.
        portal.Installation.Environment["Ingesta__Schedule"] = "0 2 29 2 *";
        // Tests sign in more often than people do.
        portal.Installation.Environment["Portal__SignInsPerMinute"] = "1000";
        foreach (var (name, value) in settings)
        {
            portal.Installation.Environment[name] = value;
        }

        await portal.ServeAsync(["--urls", portal.Url.ToString(), .. options]);
        return portal;
    }

    /// <summary>Another process of the program on the same data.</summary>
    public void StartAnother(params string[] options) => _processes.Add(Installation.Start(["serve", .. options]));

    /// <summary>A second portal on the same data, at an address of its own.</summary>
    public Task StartAnotherAsync(Uri url)
    {
        StartAnother("--urls", url.ToString());
        return _processes[^1].WaitForUrlAsync(new Uri(url, "health/ready"));
    }

    /// <summary>Takes the first process away in the middle of whatever it does, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _processes[0].Kill();
        await _processes[0].WaitForExitAsync();
    }

    /// <summary>Ends the first process in good order.</summary>
    public async Task StopAsync()
    {
        _processes[0].Signal("TERM");
        await _processes[0].WaitForExitAsync();
    }

    /// <summary>The same program again, after a stop or a kill, at the same address.</summary>
    public async Task ServeAgainAsync()
    {
        await _processes[0].DisposeAsync();
        _processes[0] = Installation.Start("serve", "--urls", Url.ToString());
        await _processes[0].WaitForUrlAsync(new Uri(Url, "health/ready"));
    }

    /// <summary>What the first process wrote to standard output.</summary>
    public string Output => _processes[0].Output;

    /// <summary>What it logged.</summary>
    public string Log => _processes[0].Error;

    /// <summary>Goes to a page as a new visitor.</summary>
    /// <param name="role">Whom he is signed in as: an account of this role and name; null: as nobody.</param>
    public async Task<Visit> VisitAsync(
        string path, int width = 1280, bool withScript = true, ColorScheme scheme = ColorScheme.Light, string? role = Roles.Operator)
    {
        var context = await _chromium.VisitorAsync(width, withScript, scheme);
        if (role is not null)
        {
            await context.AddCookiesAsync([new Cookie { Name = SessionCookie, Value = await SignInAsync(role), Url = Url.ToString() }]);
        }

        Visit visit = new(context, await context.NewPageAsync(), Url);
        await visit.GoAsync(path);
        return visit;
    }

    /// <summary>A session of an account of this role and name, as the cookie's value.</summary>
    public async Task<string> SignInAsync(string role)
    {
        if (!_sessions.TryGetValue(role, out var session))
        {
            await AddAccountAsync(role, role);
            using Browserless browser = new(Url);
            await browser.SignInAsync(role, Password);
            session = _sessions[role] = browser.Session ?? throw new InvalidOperationException($"No session for {role}.");
        }

        return session;
    }

    /// <summary>An account whose password is <see cref="Password"/>, unless there is one.</summary>
    public Task AddAccountAsync(string name, string role, bool mustChange = false)
    {
        var hash = new PasswordHasher<Account>().HashPassword(new Account { Name = name, Role = role }, Password);
        return Installation.ExecuteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO account (name, role, password_hash, must_change, created_by) VALUES ('{name}', '{role}', '{hash}', {mustChange}, 'prueba')
            ON CONFLICT DO NOTHING
            """));
    }

    /// <summary>A file of currencies, all of them good.</summary>
    public void WriteGoodCurrencies() =>
        Installation.WriteLines($"XMONEDA_{CompactDate}.txt", ["01PESO COLOMBIANO", "02DÓLAR", "03EURO"]);

    /// <summary>A file of chains of which no line can be loaded.</summary>
    public void WriteBrokenChains() => Installation.WriteLines($"XCADENA_{CompactDate}.txt", ["1SUPER INTER", "2CARULLA", "3SURTIMAX"]);

    /// <summary>The same file put right, wherever the operator puts it.</summary>
    public void WriteGoodChains(string folder)
    {
        var lines = new[] { "ASUPER INTER", "BCARULLA", "CSURTIMAX" }.Select(l => l.PadRight(321) + "\n");
        File.WriteAllText(Path.Combine(Root, folder, $"XCADENA_{CompactDate}.txt"), string.Concat(lines), new UTF8Encoding(false));
    }

    /// <summary>Runs a date on the command line, for tests that are about what the pages show.</summary>
    public Task<ProcessResult> RunAsync(string date = Date) => Installation.RunAsync("run", "--date", date, "--wait");

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await Installation.DisposeAsync();
    }

    private async Task ServeAsync(string[] options)
    {
        StartAnother(options);
        await _processes[0].WaitForUrlAsync(new Uri(Url, "health/ready"));
    }
}
