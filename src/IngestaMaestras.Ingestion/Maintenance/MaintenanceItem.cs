namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>A task, its last run and what comes next.</summary>
public sealed class MaintenanceItem
{
    public string Task { get; set; } = "";

    public string Title { get; set; } = "";

    public string Schedule { get; set; } = "";

    /// <summary>When it is due next by itself.</summary>
    public DateTime? NextAt { get; set; }

    /// <summary>Null: it never ran.</summary>
    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary><c>running</c>, <c>succeeded</c>, <c>warning</c> (done, and something to look at) or <c>failed</c>.</summary>
    public string? Outcome { get; set; }

    public string? RequestedBy { get; set; }

    public long? Affected { get; set; }

    public string? Message { get; set; }
}
