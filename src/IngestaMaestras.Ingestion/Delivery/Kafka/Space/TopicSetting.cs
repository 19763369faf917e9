namespace IngestaMaestras.Ingestion.Delivery.Kafka.Space;

/// <summary>A setting that holds for a topic.</summary>
/// <param name="IsOwn">Set on the topic itself; otherwise it is the cluster's.</param>
public sealed record TopicSetting(string Value, bool IsOwn);
