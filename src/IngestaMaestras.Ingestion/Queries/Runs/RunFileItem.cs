using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>What a run did with one file, and where the file is now.</summary>
public sealed class RunFileItem : CountedRow
{
    public long RunId { get; set; }

    public long FileId { get; set; }

    public string? Maestra { get; set; }

    public string FileName { get; set; } = "";

    /// <summary>Where the file lies now, relative to the data root.</summary>
    public string Path { get; set; } = "";

    public string Location { get; set; } = "";

    public long SizeBytes { get; set; }

    /// <summary>Rejects files only: the file whose rejected lines these are.</summary>
    public long? OriginFileId { get; set; }

    public string Status { get; set; } = "";

    public int Attempt { get; set; }

    public string? Sha256 { get; set; }

    public string? LayoutHash { get; set; }

    public long? WarningCount { get; set; }

    public long? SuppressedDeletes { get; set; }

    public long? VersionFrom { get; set; }

    public long? VersionTo { get; set; }

    public long? UnchangedOfRunId { get; set; }

    public bool Alert { get; set; }

    public string? Hold { get; set; }

    public string? FindingsByType { get; set; }

    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>When its failed steps were tried again: steps that had ended before are reused.</summary>
    public DateTime? RetriedAt { get; set; }

    /// <summary>The latest later run that took this file or a correction of it; null when none did.</summary>
    public long? LaterRunId { get; set; }

    public string? LaterStatus { get; set; }

    /// <summary>Deliveries apart: how those stand is computed.</summary>
    public IReadOnlyList<StepItem> Steps { get; internal set; } = [];

    /// <summary>One per target, for files that were merged.</summary>
    public IReadOnlyList<FileDelivery> Deliveries { get; internal set; } = [];

    public FileStatus State => StateCodes.ToFileStatus(Status);

    public FileStatus? LaterState => LaterStatus is null ? null : StateCodes.ToFileStatus(LaterStatus);

    /// <summary>It failed here and nobody has taken it again.</summary>
    public bool CanReprocess => State == FileStatus.Failed && LaterRunId is null;

    /// <summary>What a held merge would delete.</summary>
    public DeleteHold? ReadHold() => HoldText.Read(Hold);

    /// <summary>Rejected and warned records by error type, most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> ReadFindings() =>
        [.. (AuditLog.FromJson<Dictionary<string, long>>(FindingsByType) ?? []).OrderByDescending(f => f.Value)];
}
