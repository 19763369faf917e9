namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>A row of <c>error_log</c>.</summary>
public sealed class ErrorItem
{
    public long Id { get; set; }

    public DateOnly FechaProceso { get; set; }

    public DateTime Timestamp { get; set; }

    public string ErrorType { get; set; } = "";

    /// <summary><c>error</c> (rejected) or <c>aviso</c> (loaded all the same).</summary>
    public string Severity { get; set; } = "";

    public string? Maestra { get; set; }

    public string? FileName { get; set; }

    public long? LineNumber { get; set; }

    public string? Field { get; set; }

    public string? Rule { get; set; }

    public string? Value { get; set; }

    public string? RawLine { get; set; }

    public string Message { get; set; } = "";

    public long? RunId { get; set; }

    public long? FileId { get; set; }

    public DateTime? ResolvedAt { get; set; }

    public string? ResolvedBy { get; set; }
}
