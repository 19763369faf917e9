using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Makes the masters' topics compacted that are not. Only when somebody asks: other programs may have set them so.</summary>
public sealed class TopicRepair(TopicPolicies policies) : IMaintenanceTask
{
    public string Name => "topicos-reparar";

    public string? Schedule => IMaintenanceTask.OnRequest;

    /// <exception cref="DeliveryException">The cluster does not tell, or does not let.</exception>
    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        if (await policies.ReadAsync(ct) is not { } report)
        {
            return new MaintenanceResult(0, MaintenanceMessages.Format("TopicsOff"));
        }

        var bad = TopicCheck.BadOf(report);
        if (bad.Count == 0 && report.Problem is { } problem)
        {
            throw new DeliveryException(MaintenanceMessages.Format("TopicsUnknown", problem), mayPass: false);
        }

        if (bad.Count > 0 && await policies.RepairAsync([.. bad.Select(b => b.Topic)], ct) is { Count: > 0 } refused)
        {
            throw new DeliveryException(MaintenanceMessages.Format("TopicsNotRepaired", string.Join("; ", refused)), mayPass: false);
        }

        return new MaintenanceResult(bad.Count, MaintenanceMessages.Format("TopicsRepaired", bad.Count), new { Topics = bad });
    }
}
