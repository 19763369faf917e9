namespace IngestaMaestras.Ingestion.Delivery.Kafka.Space;

/// <summary>One setting of one topic that would be changed.</summary>
/// <param name="Before">Null: the topic has none of its own.</param>
/// <param name="InForce">What holds now, the topic's own or the cluster's.</param>
public sealed record ReliefStep(string Topic, string Setting, string? Before, string InForce, string Value);
