namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Something that has to be done every so often, and can be done at any moment, twice in a row as well.</summary>
public interface IMaintenanceTask
{
    /// <summary>As commands and addresses have it.</summary>
    string Name { get; }

    /// <summary>When it is due by itself: five-field cron, in the business's time zone; null: daily, as configured.</summary>
    string? Schedule => null;

    Task<MaintenanceResult> ExecuteAsync(CancellationToken ct);
}
