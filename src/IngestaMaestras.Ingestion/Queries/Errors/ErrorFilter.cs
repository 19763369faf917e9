namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>Which rows of <c>error_log</c> a list shows; null: whatever it is.</summary>
public sealed record ErrorFilter
{
    /// <summary>Stands for a row that has no master, field or rule at all.</summary>
    public const string None = "-";

    /// <summary>First business date, included.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last business date, included.</summary>
    public DateOnly? To { get; init; }

    public string? Maestra { get; init; }

    public string? ErrorType { get; init; }

    public string? Field { get; init; }

    public string? Rule { get; init; }

    public string? Severity { get; init; }

    /// <summary>False: open; true: a later load or somebody resolved it.</summary>
    public bool? IsResolved { get; init; }

    /// <summary>Anywhere in message, value, line, field or file name; case does not matter.</summary>
    public string? Text { get; init; }

    public long? RunId { get; init; }

    public long? FileId { get; init; }
}
