namespace IngestaMaestras.Ingestion.Maintenance.Rebuild;

/// <summary>Tables to be rewritten within a window that somebody chose.</summary>
public sealed class RebuildPlan
{
    public long PlanId { get; set; }

    /// <summary>One of <see cref="RebuildKinds"/>.</summary>
    public string Kind { get; set; } = "";

    public DateTime StartsAt { get; set; }

    public DateTime EndsAt { get; set; }

    public string RequestedBy { get; set; } = "";

    public DateTime? CancelledAt { get; set; }

    public string? CancelledBy { get; set; }

    /// <summary>Null: it waits for its window, or is in it.</summary>
    public DateTime? EndedAt { get; set; }

    public IReadOnlyList<RebuildItem> Items { get; set; } = [];
}

/// <summary>One table of a plan.</summary>
public sealed class RebuildItem
{
    public long PlanId { get; set; }

    public string TableName { get; set; } = "";

    /// <summary><c>pending</c>, <c>running</c>, <c>done</c>, <c>failed</c> or <c>skipped</c>.</summary>
    public string Status { get; set; } = "";

    public TimeSpan Estimate { get; set; }

    public long? SizeBefore { get; set; }

    public long? SizeAfter { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public string? Message { get; set; }
}

/// <summary>What is done to the tables of a plan.</summary>
public static class RebuildKinds
{
    /// <summary>Rewrites table and indexes: nobody reads or writes the table meanwhile.</summary>
    public const string VacuumFull = "vacuum-full";

    /// <summary>Rewrites the indexes: nobody writes the table meanwhile.</summary>
    public const string Reindex = "reindex";

    public static IReadOnlyList<string> All { get; } = [VacuumFull, Reindex];
}

/// <summary>What rewriting a table would be about.</summary>
/// <param name="Dead">Rows that nobody sees any more.</param>
/// <param name="Gain">Bytes that would become free, about: what the dead rows' share of the table is.</param>
/// <param name="Estimate">How long it would take, by what earlier ones took for their size.</param>
public sealed record RebuildEstimate(
    string Table, long SizeBytes, long IndexBytes, long Live, long Dead, long Gain, DateTime? LastVacuum, TimeSpan Estimate);
