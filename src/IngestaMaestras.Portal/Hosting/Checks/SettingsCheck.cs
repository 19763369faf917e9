using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery.Oracle;

namespace IngestaMaestras.Portal.Hosting.Checks;

/// <summary>Whether every section of the settings can be understood; all of them, not only up to the first fault.</summary>
internal static class SettingsCheck
{
    /// <summary>Sections of ours, each with what reads and refuses it.</summary>
    private static readonly (string Name, Action<IConfiguration> Read)[] Sections =
    [
        ("Ingesta", c => Settings.ReadIngesta(c)),
        ("Delivery", c => Settings.ReadDelivery(c)),
        ("Kafka", c => Settings.ReadKafka(c)),
        ("Oracle", c => Settings.ReadOracle(c, OracleDriver.Find())),
        ("Portal", c => Settings.ReadAccess(c)),
        ("Backup", c => Settings.ReadBackup(c)),
        ("Maintenance", c => Settings.ReadMaintenance(c)),
        ("Alerts", c => Settings.ReadAlerts(c)),
        ("Metrics", c => Settings.ReadMetrics(c)),
        ("Log", c => Settings.ReadLog(c)),
        (ConnectionStrings, ReadConnectionStrings),
    ];

    /// <summary>Sections that the host itself understands.</summary>
    private static readonly string[] OfTheHost = ["Logging", "Kestrel", "ASPNETCORE", "DOTNET", "HostOptions"];

    private const string ConnectionStrings = "ConnectionStrings";

    public static IEnumerable<CheckResult> Run(IConfiguration configuration)
    {
        foreach (var (name, read) in Sections)
        {
            yield return Read(configuration, name, read);
        }

        // Misspelt sections are read by nobody. Values without a section are the environment's own business.
        foreach (var section in configuration.GetChildren()
            .Where(s => s.Value is null && s.GetChildren().Any())
            .Where(s => !OfTheHost.Contains(s.Key, StringComparer.OrdinalIgnoreCase) && !Sections.Any(k => k.Name.Equals(s.Key, StringComparison.OrdinalIgnoreCase))))
        {
            yield return new CheckResult(
                CheckTexts.Format("Section", section.Key), CheckState.Warning,
                CheckTexts.Format("UnknownSection", section.Key, string.Join(", ", Sections.Select(s => s.Name))));
        }
    }

    private static CheckResult Read(IConfiguration configuration, string name, Action<IConfiguration> read)
    {
        try
        {
            read(configuration);
            var given = Count(configuration.GetSection(name));
            return new CheckResult(
                CheckTexts.Format("Section", name), CheckState.Well, given == 0 ? CheckTexts.Format("AllDefaults") : CheckTexts.Format("Given", given));
        }
        catch (ConfigurationException e)
        {
            return new CheckResult(CheckTexts.Format("Section", name), CheckState.Failed, e.Message);
        }
    }

    private static void ReadConnectionStrings(IConfiguration configuration)
    {
        HubConnector.FindConfigured(configuration);
        foreach (var child in configuration.GetSection(ConnectionStrings).GetChildren())
        {
            ConfigurationException.ThrowUnless(
                child.Key is Settings.HubConnection or "Oracle", child.Path, "(oculto)", $"{ConnectionStrings}:{Settings.HubConnection} u {ConnectionStrings}:Oracle");
        }
    }

    private static int Count(IConfigurationSection section) =>
        (section.Value is null ? 0 : 1) + section.GetChildren().Sum(Count);
}
