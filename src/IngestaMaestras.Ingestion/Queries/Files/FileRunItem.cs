using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>What one run did with a file.</summary>
public sealed class FileRunItem : CountedRow
{
    public long RunId { get; set; }

    public string Status { get; set; } = "";

    public string Trigger { get; set; } = "";

    public string RequestedBy { get; set; } = "";

    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public FileStatus State => StateCodes.ToFileStatus(Status);
}
