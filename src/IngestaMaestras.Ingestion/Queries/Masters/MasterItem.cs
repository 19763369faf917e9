namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>A master as the list of them shows it.</summary>
public sealed class MasterItem : CountedRow
{
    public string Maestra { get; set; } = "";

    /// <summary>Business date of the last file that was applied; null: never loaded.</summary>
    public DateOnly? FechaProceso { get; set; }

    public long? RunId { get; set; }

    public long? FileId { get; set; }

    public long LastVersion { get; set; }

    public long PendingDeletes { get; set; }

    /// <summary>When the table last changed hands.</summary>
    public DateTime? ChangedAt { get; set; }

    /// <summary>Rows in the hub, counted up to a limit; null: it has no table yet.</summary>
    public CappedCount? Rows { get; internal set; }

    /// <summary>About how many rows there are, when there are too many to count.</summary>
    public long? RowsEstimate { get; internal set; }

    /// <summary>Share of the last load's records that was rejected; null when nothing was read.</summary>
    public double? RejectRate => ReadCount > 0 ? (double)(RejectedCount ?? 0) / ReadCount.Value : null;
}
