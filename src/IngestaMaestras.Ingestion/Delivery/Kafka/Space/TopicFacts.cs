namespace IngestaMaestras.Ingestion.Delivery.Kafka.Space;

/// <summary>How a topic stands at the cluster.</summary>
/// <param name="Messages">Between the first and the last offset: what it holds at most, since compaction leaves gaps. Null: not told.</param>
/// <param name="Settings">By Kafka's own names; empty: the cluster does not tell.</param>
public sealed record TopicFacts(string Topic, int Partitions, long? Messages, IReadOnlyDictionary<string, TopicSetting> Settings)
{
    /// <summary>Whether a topic is compacted, as Kafka calls it.</summary>
    public const string PolicySetting = "cleanup.policy";

    /// <summary>Null: not told.</summary>
    public string? Policy => Settings.GetValueOrDefault(PolicySetting)?.Value;
}
