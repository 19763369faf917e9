namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>What a run's file changed, on its way to one target. Computed from watermarks, not stored.</summary>
public sealed class FileDelivery
{
    public long FileId { get; set; }

    public string Target { get; set; } = "";

    /// <summary><c>pending</c>, <c>delivered</c>, <c>failed</c> or <c>off</c>.</summary>
    public string Status { get; set; } = "";

    /// <summary>Rows that the file inserted, updated or deleted.</summary>
    public long Changes { get; set; }

    /// <summary>When everything was in the hub, once it has arrived; null before.</summary>
    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>Failed attempts since the last success of this master and target.</summary>
    public int Attempts { get; set; }

    public DateTime? NextAttemptAt { get; set; }

    public string? LastError { get; set; }

    public string? OffReason { get; set; }

    public DeliveryState State => Enum.Parse<DeliveryState>(Status, ignoreCase: true);
}
