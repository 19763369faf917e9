namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>One line of a run's log.</summary>
public sealed class LogItem
{
    public long Id { get; set; }

    public DateTime At { get; set; }

    /// <summary><c>debug</c>, <c>info</c>, <c>warning</c> or <c>error</c>.</summary>
    public string Level { get; set; } = "";

    /// <summary>Null: about the run as a whole.</summary>
    public long? FileId { get; set; }

    public string? FileName { get; set; }

    public string? Maestra { get; set; }

    public string? Step { get; set; }

    public int? Attempt { get; set; }

    public string? WorkerId { get; set; }

    public string Message { get; set; } = "";

    public string? Exception { get; set; }
}
