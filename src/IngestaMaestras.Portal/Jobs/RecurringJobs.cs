using Hangfire;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Maintenance;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>The recurring jobs. They only say "it is time"; what is due is computed from our own calendar.</summary>
internal static class RecurringJobs
{
    public const string Night = "ingesta-diaria-maestras-erp";
    private const string Discovery = "ingesta-descubrimiento";
    private const string Drain = "ingesta-entregas-pendientes";
    private const string AuditCopy = "ingesta-auditoria-oracle";
    private const string Maintenance = "ingesta-mantenimiento-";
    private const string EveryMinute = "* * * * *";

    /// <summary>What earlier versions registered, and is a task of the maintenance now.</summary>
    private static readonly string[] Former = ["ingesta-purga-borrados", "ingesta-purga-registro"];

    public static void Register(
        IRecurringJobManager manager, IngestaOptions options, DeliveryOptions delivery, OracleOptions oracle, MaintenanceRunner maintenance)
    {
        RecurringJobOptions zone = new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone) };
        manager.AddOrUpdate<IngestaJobs>(Night, j => j.NightAsync(CancellationToken.None), options.Schedule, zone);
        manager.AddOrUpdate<IngestaJobs>(Discovery, j => j.DiscoverAsync(CancellationToken.None), options.DiscoverySchedule, zone);
        manager.AddOrUpdate<DeliveryJobs>(Drain, j => j.DrainAsync(CancellationToken.None), delivery.DrainSchedule, zone);
        foreach (var task in maintenance.Tasks)
        {
            manager.AddOrUpdate<MaintenanceJobs>(
                Maintenance + task.Name, j => j.RunAsync(task.Name, AuditEntry.System, CancellationToken.None), maintenance.ScheduleOf(task), zone);
        }

        foreach (var former in Former)
        {
            manager.RemoveIfExists(former);
        }

        if (oracle is { IsConfigured: true, Enabled: true })
        {
            manager.AddOrUpdate<DeliveryJobs>(AuditCopy, j => j.CopyAuditAsync(CancellationToken.None), EveryMinute, zone);
        }
        else
        {
            manager.RemoveIfExists(AuditCopy);
        }
    }
}
