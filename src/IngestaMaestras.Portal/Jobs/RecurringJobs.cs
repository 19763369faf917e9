using Hangfire;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Oracle;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>The recurring jobs. They only say "it is time"; what is due is computed from our own calendar.</summary>
internal static class RecurringJobs
{
    public const string Night = "ingesta-diaria-maestras-erp";
    private const string Discovery = "ingesta-descubrimiento";
    private const string Drain = "ingesta-entregas-pendientes";
    private const string AuditCopy = "ingesta-auditoria-oracle";
    private const string Purge = "ingesta-purga-borrados";
    private const string StepLogPurge = "ingesta-purga-registro";
    private const string EveryMorning = "30 4 * * *";
    private const string EveryMinute = "* * * * *";

    public static void Register(IRecurringJobManager manager, IngestaOptions options, DeliveryOptions delivery, OracleOptions oracle)
    {
        RecurringJobOptions zone = new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone) };
        manager.AddOrUpdate<IngestaJobs>(Night, j => j.NightAsync(CancellationToken.None), options.Schedule, zone);
        manager.AddOrUpdate<IngestaJobs>(Discovery, j => j.DiscoverAsync(CancellationToken.None), options.DiscoverySchedule, zone);
        manager.AddOrUpdate<DeliveryJobs>(Drain, j => j.DrainAsync(CancellationToken.None), delivery.DrainSchedule, zone);
        manager.AddOrUpdate<DeliveryJobs>(Purge, j => j.PurgeAsync(CancellationToken.None), EveryMorning, zone);
        manager.AddOrUpdate<DeliveryJobs>(StepLogPurge, j => j.PurgeStepLogAsync(CancellationToken.None), EveryMorning, zone);
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
