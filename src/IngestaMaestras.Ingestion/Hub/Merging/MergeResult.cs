namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>What a merge decided; all but <see cref="StageAgain"/> are committed.</summary>
public enum MergeDecision
{
    Applied,
    Unchanged,
    Superseded,
    Held,

    /// <summary>The file as a whole is not acceptable; the hub is as it was.</summary>
    Failed,

    /// <summary>This file was merged already, by an attempt whose answer was lost.</summary>
    AlreadyMerged,

    /// <summary>Staging is gone, incomplete, of another layout, or was skipped and is needed after all.</summary>
    StageAgain,
}

/// <summary>Counts of a merge; read = accepted + rejected, accepted = inserted + updated + unchanged (when applied).</summary>
public sealed record MergeCounts
{
    public long Read { get; init; }

    public long Accepted { get; init; }

    public long Rejected { get; init; }

    public long Warnings { get; init; }

    public long Inserted { get; init; }

    public long Updated { get; init; }

    public long Deleted { get; init; }

    public long Unchanged { get; init; }

    /// <summary>Deletions not applied because keys of rejected records might be among them.</summary>
    public long SuppressedDeletes { get; init; }
}

/// <param name="Decision">What happened.</param>
/// <param name="Counts">Counts; for a dry run, what would happen.</param>
/// <param name="ErrorType">When failed or held: the file-level error type.</param>
/// <param name="Message">When failed, held or superseded: why, in Spanish.</param>
public sealed record MergeResult(
    MergeDecision Decision, MergeCounts Counts, string? ErrorType = null, string? Message = null)
{
    /// <summary>Of a dry run: the first rows of each kind that it would change; otherwise none.</summary>
    public IReadOnlyList<DryRunRow> Rows { get; init; } = [];
}
