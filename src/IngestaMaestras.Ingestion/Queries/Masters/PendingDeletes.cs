namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>Deletions of a master that its last load did not apply and that wait for a clean file.</summary>
public sealed class PendingDeletes
{
    public string Maestra { get; set; } = "";

    public long Count { get; set; }

    /// <summary>The load that left them.</summary>
    public long? RunId { get; set; }

    public DateOnly? FechaProceso { get; set; }
}
