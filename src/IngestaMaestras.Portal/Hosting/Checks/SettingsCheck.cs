using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Hosting.Logging;
using IngestaMaestras.Portal.Observability;
using IngestaMaestras.Portal.Observability.Alerts;
using IngestaMaestras.Portal.Pages.Help;

namespace IngestaMaestras.Portal.Hosting.Checks;

/// <summary>Whether every section of the settings can be understood; all of them, not only up to the first fault.</summary>
internal static class SettingsCheck
{
    /// <summary>Sections of ours, each with the class that documents it and with what reads and refuses it.</summary>
    public static IReadOnlyList<(string Name, Type? Options, Action<IConfiguration> Read)> Sections { get; } =
    [
        ("Ingesta", typeof(IngestaOptions), c => Settings.ReadIngesta(c)),
        ("Delivery", typeof(DeliveryOptions), c => Settings.ReadDelivery(c)),
        ("Kafka", typeof(KafkaOptions), c => Settings.ReadKafka(c)),
        ("Oracle", typeof(OracleOptions), c => Settings.ReadOracle(c, OracleDriver.Find())),
        ("Portal", typeof(AccessOptions), c => Settings.ReadAccess(c)),
        ("Backup", typeof(BackupOptions), c => Settings.ReadBackup(c)),
        ("Maintenance", typeof(MaintenanceOptions), c => Settings.ReadMaintenance(c)),
        ("Alerts", typeof(AlertOptions), c => Settings.ReadAlerts(c)),
        ("Contacts", typeof(ContactOptions), c => Settings.ReadContacts(c)),
        ("Metrics", typeof(MetricsOptions), c => Settings.ReadMetrics(c)),
        ("Log", typeof(LogOptions), c => Settings.ReadLog(c)),
        (ConnectionStrings, null, ReadConnectionStrings),
    ];

    /// <summary>Sections that the host itself understands.</summary>
    private static readonly string[] OfTheHost = ["Logging", "Kestrel", "ASPNETCORE", "DOTNET", "HostOptions"];

    private const string ConnectionStrings = "ConnectionStrings";

    public static IEnumerable<CheckResult> Run(IConfiguration configuration)
    {
        foreach (var (name, _, read) in Sections)
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
