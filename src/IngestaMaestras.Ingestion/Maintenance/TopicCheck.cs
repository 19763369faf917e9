using IngestaMaestras.Ingestion.Delivery.Kafka;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Looks whether the masters' topics are compacted; changes nothing.</summary>
public sealed class TopicCheck(TopicPolicies policies) : IMaintenanceTask
{
    public string Name => "topicos";

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct) => await policies.ReadAsync(ct) switch
    {
        null => new MaintenanceResult(0, MaintenanceMessages.Format("TopicsOff")),
        var report when BadOf(report) is { Count: > 0 } bad => new MaintenanceResult(
            0, MaintenanceMessages.Format("TopicsBad", string.Join(", ", bad.Select(t => $"{t.Topic} ({t.Policy})"))), new { Topics = bad }, IsWarning: true),
        // Not known is not good, and no fault of any topic's.
        { Problem: { } problem } => new MaintenanceResult(0, MaintenanceMessages.Format("TopicsUnknown", problem)),
        { } report => new MaintenanceResult(0, MaintenanceMessages.Format("TopicsGood", report.Topics.Count)),
    };

    /// <summary>Those that are known not to be.</summary>
    public static IReadOnlyList<TopicPolicy> BadOf(TopicPolicyReport report) => [.. report.Topics.Where(t => t is { Policy: not null, IsCompacted: false })];
}
