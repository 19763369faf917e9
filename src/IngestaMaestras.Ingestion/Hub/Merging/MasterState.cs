namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>A master's row in <c>master_state</c>, read under its lock.</summary>
internal sealed class MasterState
{
    /// <summary>Business date of the last file applied; null before the first.</summary>
    public DateOnly? FechaProceso { get; set; }

    public string? ChainOrder { get; set; }

    public long? FileId { get; set; }

    public long? RunId { get; set; }

    public string? Sha256 { get; set; }

    public string? LayoutHash { get; set; }

    public bool HadRejectedReferences { get; set; }

    public long LastVersion { get; set; }

    public long StateVersion { get; set; }

    /// <summary>The moment of the merge, by the database's clock, after the lock was obtained.</summary>
    public DateTime Now { get; set; }

    /// <summary>Whether a file at that position comes before the last one applied.</summary>
    public bool IsAfter(DateOnly date, string chainOrder) => FechaProceso is { } mine
        && (mine > date || (mine == date && string.CompareOrdinal(ChainOrder, chainOrder) > 0));
}
