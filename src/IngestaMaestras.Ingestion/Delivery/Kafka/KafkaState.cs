namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>How the cluster stands.</summary>
/// <param name="Brokers">Those that are up.</param>
/// <param name="Topics">One per master.</param>
/// <param name="Lags">One per configured group and topic.</param>
/// <param name="Problems">What could not be read, as sentences for operators.</param>
public sealed record KafkaState(
    IReadOnlyList<string> Brokers,
    IReadOnlyList<KafkaTopicState> Topics,
    IReadOnlyList<ConsumerLag> Lags,
    IReadOnlyList<string> Problems,
    DateTimeOffset ReadAt);

/// <summary>A master's topic.</summary>
/// <param name="Partitions">Zero: the topic does not exist yet.</param>
/// <param name="EndOffset">Sum of where the partitions end; null when that is not known.</param>
public sealed record KafkaTopicState(string Topic, string Maestra, int Partitions, long? EndOffset);

/// <summary>How far a group of consumers is behind in a topic.</summary>
/// <param name="Lag">Offsets between where it is and the end; null when that is not known.</param>
/// <param name="HasRead">False: it never committed anything in this topic.</param>
public sealed record ConsumerLag(string Group, string Topic, string Maestra, long? Lag, bool HasRead);
