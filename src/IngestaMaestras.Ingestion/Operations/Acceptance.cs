namespace IngestaMaestras.Ingestion.Operations;

/// <summary>Something that was taken as it is.</summary>
public sealed class Acceptance
{
    public long AcceptanceId { get; set; }

    public DateOnly FechaProceso { get; set; }

    public string? Maestra { get; set; }

    /// <summary>Null: it did not come.</summary>
    public string? FileName { get; set; }

    public string Reason { get; set; } = "";

    public string AcceptedBy { get; set; } = "";

    public DateTime AcceptedAt { get; set; }
}
