using System.Data.Common;
using System.Reflection;
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

namespace IngestaMaestras.Portal.Hosting;

/// <summary>Reads the settings, from appsettings, environment and arguments, and refuses what it cannot understand.</summary>
internal static class Settings
{
    public const string HubConnection = "Hub";

    public static IngestaOptions ReadIngesta(IConfiguration configuration)
    {
        var options = Read<IngestaOptions>(configuration, "Ingesta");
        options.Validate();
        return options;
    }

    public static DeliveryOptions ReadDelivery(IConfiguration configuration)
    {
        var options = Read<DeliveryOptions>(configuration, "Delivery");
        options.Validate();
        return options;
    }

    public static KafkaOptions ReadKafka(IConfiguration configuration)
    {
        var options = Read<KafkaOptions>(configuration, "Kafka");
        options.Validate();
        return options;
    }

    /// <param name="factory">The driver; null: it is not part of this build.</param>
    public static OracleOptions ReadOracle(IConfiguration configuration, DbProviderFactory? factory)
    {
        var options = Read<OracleOptions>(configuration, "Oracle");
        options.ConnectionString = configuration.GetConnectionString("Oracle") ?? options.ConnectionString;
        options.Validate(factory);
        return options;
    }

    public static AccessOptions ReadAccess(IConfiguration configuration)
    {
        var options = Read<AccessOptions>(configuration, "Portal");
        options.Validate();
        return options;
    }

    public static BackupOptions ReadBackup(IConfiguration configuration)
    {
        var options = Read<BackupOptions>(configuration, "Backup");
        options.Validate();
        return options;
    }

    public static ContactOptions ReadContacts(IConfiguration configuration)
    {
        var options = Read<ContactOptions>(configuration, "Contacts");
        options.Validate();
        return options;
    }

    public static AlertOptions ReadAlerts(IConfiguration configuration)
    {
        var options = Read<AlertOptions>(configuration, "Alerts");
        options.Validate();
        return options;
    }

    public static MaintenanceOptions ReadMaintenance(IConfiguration configuration)
    {
        var options = Read<MaintenanceOptions>(configuration, "Maintenance");
        options.Validate();
        return options;
    }

    public static LogOptions ReadLog(IConfiguration configuration)
    {
        var options = Read<LogOptions>(configuration, "Log");
        options.Validate();
        return options;
    }

    public static MetricsOptions ReadMetrics(IConfiguration configuration)
    {
        var options = Read<MetricsOptions>(configuration, "Metrics");
        options.Validate();
        return options;
    }

    private static T Read<T>(IConfiguration configuration, string name)
        where T : new()
    {
        T options = new();
        var section = configuration.GetSection(name);
        RefuseUnknown(section, typeof(T));
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            var bad = section.GetChildren().First(c => e.Message.Contains(c.Path, StringComparison.Ordinal));
            throw new ConfigurationException(bad.Path, bad.Value ?? "", "un valor del tipo correcto (duraciones como 00:00:10, horas como 06:00, números)");
        }

        return options;
    }

    /// <summary>Names that no setting has are mistakes, in sections within sections too; dictionaries take any name.</summary>
    private static void RefuseUnknown(IConfigurationSection section, Type options)
    {
        foreach (var child in section.GetChildren())
        {
            var known = options.GetProperty(child.Key, BindingFlags.IgnoreCase | BindingFlags.Instance | BindingFlags.Public)
                ?? throw new ConfigurationException(
                    child.Path, child.Value ?? "", "un ajuste conocido: " + string.Join(", ", options.GetProperties().Select(p => p.Name)));
            if (known.PropertyType.Assembly == options.Assembly && known.PropertyType.IsClass)
            {
                RefuseUnknown(child, known.PropertyType);
            }
        }
    }
}
