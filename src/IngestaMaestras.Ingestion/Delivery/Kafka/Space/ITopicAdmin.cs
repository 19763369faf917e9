namespace IngestaMaestras.Ingestion.Delivery.Kafka.Space;

/// <summary>What only whoever administers a cluster may ask of it; apart, so that what is decided can be tried without one.</summary>
public interface ITopicAdmin
{
    /// <summary>Topics that exist, of those named, and why something of them is not known.</summary>
    /// <exception cref="DeliveryException">The cluster does not answer.</exception>
    Task<(IReadOnlyList<TopicFacts> Topics, IReadOnlyList<string> Problems)> ReadAsync(IReadOnlyCollection<string> topics, CancellationToken ct);

    /// <summary>Changes settings of one topic, and no others; null takes the topic's own away, so that the cluster's holds.</summary>
    /// <exception cref="DeliveryException">The cluster refused.</exception>
    Task AlterAsync(string topic, IReadOnlyDictionary<string, string?> settings, CancellationToken ct);
}
