using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Portal.Hosting.Health;

namespace IngestaMaestras.Portal.Hosting.Checks;

/// <summary>
/// Whether this deployment would work: every setting understood, every folder writable, every service that the settings
/// name there. Sends nothing and changes nothing but to create the folders of the data root, as a start would.
/// </summary>
internal static class DeploymentCheck
{
    private static readonly HttpClient Client = new();

    /// <param name="createProbe">Asks the delivery targets; called once the settings are known to be good.</param>
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(
        IConfiguration configuration, Func<HealthProbe> createProbe, CancellationToken ct)
    {
        List<CheckResult> results = [.. SettingsCheck.Run(configuration)];
        if (results.Exists(r => r.State == CheckState.Failed))
        {
            results.Add(new CheckResult(CheckTexts.Format("Rest"), CheckState.Warning, CheckTexts.Format("NotTried")));
            return results;
        }

        var ingesta = Settings.ReadIngesta(configuration);
        results.AddRange(PlaceChecks.CheckFolders(ingesta, Settings.ReadBackup(configuration), Settings.ReadLog(configuration)));
        results.AddRange(CheckPorts(configuration, ingesta));
        results.AddRange(await DatabaseCheck.RunAsync(HubConnector.FindConfigured(configuration), ct));
        results.AddRange((await createProbe().ProbeTargetsAsync(ct)).Select(OfTarget));
        results.AddRange(await new ServiceChecks(
            Settings.ReadAlerts(configuration), Settings.ReadAccess(configuration).OpenIdConnect, Client).RunAsync(ct));
        return results;
    }

    private static IEnumerable<CheckResult> CheckPorts(IConfiguration configuration, IngestaOptions ingesta)
    {
        foreach (var url in (configuration["urls"] ?? PortalHost.DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // "+" and "*" stand for every address, which is no host that a Uri knows.
            yield return Uri.TryCreate(url.Replace("//+", "//0.0.0.0", StringComparison.Ordinal).Replace("//*", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var address)
                ? PlaceChecks.CheckPort("PortalPort", address.Host == "localhost" ? "127.0.0.1" : address.Host, address.Port, ingesta.DataRoot)
                : new CheckResult(CheckTexts.Format("PortalPort"), CheckState.Failed, CheckTexts.Format("BadUrl", url));
        }

        var metrics = Settings.ReadMetrics(configuration);
        yield return PlaceChecks.CheckPort("MetricsPort", metrics.Host, metrics.Port, ingesta.DataRoot);
    }

    private static CheckResult OfTarget(HealthEntry entry) => new(
        entry.Name,
        entry.State switch { HealthEntry.Up => CheckState.Well, HealthEntry.Degraded => CheckState.Warning, HealthEntry.Off => CheckState.Off, _ => CheckState.Failed },
        string.Join(' ', new[] { entry.Address, entry.Detail }.Where(t => !string.IsNullOrEmpty(t))));
}
