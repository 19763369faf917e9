using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery.Kafka.Space;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// Whether the masters' topics keep the last event of every key (<c>cleanup.policy=compact</c>): a topic that forgets by age
/// loses records that do not change. Clusters that do not tell, or do not let, say so.
/// </summary>
public sealed class TopicPolicies(KafkaTarget target, ITopicAdmin admin, KafkaOptions options, Func<LayoutSet> layouts)
{
    public const string Compact = "compact";

    /// <summary>Null: Kafka is off, and why is no problem.</summary>
    public async Task<TopicPolicyReport?> ReadAsync(CancellationToken ct)
    {
        if (target.OffReason is not null)
        {
            return null;
        }

        try
        {
            var (topics, problems) = await admin.ReadAsync(options.TopicsOf(layouts()), ct);
            return new TopicPolicyReport(
                [.. topics.Select(t => new TopicPolicy(t.Topic, t.Policy))],
                topics.Any(t => t.Policy is null) ? string.Join(' ', problems) : null);
        }
        catch (DeliveryException e)
        {
            return new TopicPolicyReport([], e.Message);
        }
    }

    /// <summary>Makes topics compacted; their other settings stay as they are.</summary>
    /// <returns>Why it did not work, one sentence for each that it did not work for.</returns>
    public async Task<IReadOnlyList<string>> RepairAsync(IReadOnlyList<string> topics, CancellationToken ct)
    {
        List<string> refused = [];
        foreach (var topic in topics)
        {
            try
            {
                await admin.AlterAsync(topic, new Dictionary<string, string?> { [TopicFacts.PolicySetting] = Compact }, ct);
            }
            catch (DeliveryException e)
            {
                refused.Add(e.Message);
            }
        }

        return refused;
    }
}

/// <param name="Problem">Why the cluster did not tell of all; null: it did.</param>
public sealed record TopicPolicyReport(IReadOnlyList<TopicPolicy> Topics, string? Problem);

/// <param name="Policy">As the cluster has it, such as <c>delete</c> or <c>compact,delete</c>; null: it does not say.</param>
public sealed record TopicPolicy(string Topic, string? Policy)
{
    /// <summary>Compacted and nothing else: one that also deletes by age forgets records that do not change.</summary>
    public bool IsCompacted => Policy == TopicPolicies.Compact;
}
