using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Ingestion.Queries.Dates;

/// <summary>The latest that a run did with an original file or with a correction of it.</summary>
public sealed class FileOutcome : CountedRow
{
    public DateOnly FechaProceso { get; set; }

    public string? Maestra { get; set; }

    public long FileId { get; set; }

    public string FileName { get; set; } = "";

    /// <summary>Rejects files only: the file whose rejected lines these are.</summary>
    public long? OriginFileId { get; set; }

    public string Location { get; set; } = "";

    public long RunId { get; set; }

    public string Status { get; set; } = "";

    /// <summary>
    /// It decides how its original stands. False for the full file under a rejects file that came later: shown, because
    /// the counts that matter are there.
    /// </summary>
    public bool IsEffective { get; set; }

    public long? SuppressedDeletes { get; set; }

    public bool Alert { get; set; }

    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public FileStatus State => StateCodes.ToFileStatus(Status);

    /// <summary>An operator took it as it is.</summary>
    public bool IsAccepted { get; set; }

    public bool IsFailed => IsEffective && State == FileStatus.Failed && !IsAccepted;

    /// <summary>It failed and lies in input again, to be taken by the next run of its date.</summary>
    public bool IsBack => IsFailed && Location == "input";
}
