using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>The configuration of Prometheus and Alertmanager, rendered for a test into a folder of its own.</summary>
internal sealed class RenderedConfiguration : IDisposable
{
    /// <summary>What has no default.</summary>
    private static readonly Dictionary<string, string?> Asked = new()
    {
        ["SMTP_SMARTHOST"] = "127.0.0.1:2525",
        ["SMTP_FROM"] = "ingesta@example.com",
        ["MAIL_CRITICAL"] = "guardia@example.com",
        ["MAIL_WARNING"] = "operadores@example.com",
        ["WEBHOOK_URL"] = "http://127.0.0.1:9/avisos",
    };

    private readonly TempFolder _folder = new();

    public string Folder => _folder.Path;

    public static string Source { get; } = Path.Combine(Repository.Root, "grafana/prometheus");

    public static async Task<RenderedConfiguration> CreateAsync(IReadOnlyDictionary<string, string?>? values = null)
    {
        RenderedConfiguration rendered = new();
        var result = await RenderAsync(rendered.Folder, new Dictionary<string, string?>([.. Asked.Where(a => values?.ContainsKey(a.Key) != true), .. values ?? new Dictionary<string, string?>()]));
        Assert.True(result.ExitCode == 0, result.ToString());
        return rendered;
    }

    public static Task<ProcessResult> RenderAsync(string folder, IReadOnlyDictionary<string, string?> values) =>
        TestProcess.RunAsync([Path.Combine(Repository.Root, "grafana/render.sh"), folder], values);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Dispose() => _folder.Dispose();
}
