namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>What a master's last file of one business date came to.</summary>
public sealed class MasterDay : CountedRow
{
    public DateOnly FechaProceso { get; set; }

    public long RunId { get; set; }

    public long FileId { get; set; }

    public string Status { get; set; } = "";

    public double? RejectRate => ReadCount > 0 ? (double)(RejectedCount ?? 0) / ReadCount.Value : null;
}
