namespace IngestaMaestras.Ingestion.Runs;

/// <summary>A file of a run with what the pipeline needs of both.</summary>
public sealed class RunFileRow
{
    public long RunId { get; set; }

    public long FileId { get; set; }

    public int Attempt { get; set; }

    public string Status { get; set; } = "";

    /// <summary>What it will be once archived; null until that is decided.</summary>
    public string? Outcome { get; set; }

    public string? Maestra { get; set; }

    public string FileName { get; set; } = "";

    public DateOnly FechaProceso { get; set; }

    public string ChainOrder { get; set; } = "";

    public long? OriginFileId { get; set; }

    public long RootFileId { get; set; }

    public string Path { get; set; } = "";

    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    public string Parameters { get; set; } = "{}";

    public string RequestedBy { get; set; } = "";

    public string Trigger { get; set; } = "";

    /// <summary>An operator asked to cancel the run.</summary>
    public bool CancelRequested { get; set; }
}
