namespace IngestaMaestras.Ingestion.Queries.Workers;

/// <summary>A process that works, and what it holds.</summary>
public sealed class WorkerItem
{
    public string WorkerId { get; set; } = "";

    public string Host { get; set; } = "";

    public int ProcessId { get; set; }

    public DateTime StartedAt { get; set; }

    public DateTime SeenAt { get; set; }

    /// <summary>Seconds since it was last seen, by the database's clock.</summary>
    public double SecondsAgo { get; set; }

    /// <summary>Files whose lease it holds now.</summary>
    public int Files { get; set; }

    /// <summary>Deliveries whose lease it holds now.</summary>
    public int Deliveries { get; set; }
}
