namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>One row that a dry run would change, or one rejection that it would report.</summary>
public sealed class DryRunRow
{
    /// <summary>Rows of each kind that are kept of one file; the counts tell of all.</summary>
    public const int Limit = 500;

    public const char Insert = 'i';
    public const char Update = 'u';
    public const char Delete = 'd';
    public const char Reject = 'r';

    public char Kind { get; set; }

    /// <summary>Null for a rejection.</summary>
    public string? KeyText { get; set; }

    public long? LineNumber { get; set; }

    /// <summary>The hub's row as JSON; null when there is none.</summary>
    public string? Before { get; set; }

    /// <summary>The file's record as JSON; null when there is none.</summary>
    public string? After { get; set; }

    public string? ErrorType { get; set; }

    public string? Field { get; set; }

    public string? Rule { get; set; }

    public string? Value { get; set; }

    public string? Message { get; set; }
}
