namespace IngestaMaestras.Ingestion.Delivery.Kafka.Space;

/// <summary>A setting that was changed and not undone yet.</summary>
public sealed class ReliefItem
{
    public long TopicReliefId { get; set; }

    public string Topic { get; set; } = "";

    public string Setting { get; set; } = "";

    /// <summary>Null: the cluster's held.</summary>
    public string? Before { get; set; }

    public string Value { get; set; } = "";

    public string Reason { get; set; } = "";

    public string SetBy { get; set; } = "";

    public DateTime SetAt { get; set; }

    public string? ErrorMessage { get; set; }
}
