namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Something that has to be done every so often, and can be done at any moment, twice in a row as well.</summary>
public interface IMaintenanceTask
{
    /// <summary>Of tasks that are done only when somebody asks: a date that never comes.</summary>
    const string OnRequest = "0 0 31 2 *";

    /// <summary>As commands and addresses have it.</summary>
    string Name { get; }

    /// <summary>When it is due by itself: five-field cron, in the business's time zone; null: daily, as configured.</summary>
    string? Schedule => null;

    /// <summary>Due so often that of runs by itself with nothing to do only the last is kept.</summary>
    bool IsFrequent => false;

    Task<MaintenanceResult> ExecuteAsync(CancellationToken ct);
}
