using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>A file in one of the folders: its row, if it has one, and what the disk says.</summary>
public sealed class FileItem
{
    /// <summary>0 for a file without a row.</summary>
    public long FileId { get; set; }

    public string? Maestra { get; set; }

    public string FileName { get; set; } = "";

    /// <summary>Of a file without a row: the date of the folder that it lies in, or in input the one in its name, if any.</summary>
    public DateOnly? FechaProceso { get; set; }

    /// <summary>Relative to the data root.</summary>
    public string Path { get; set; } = "";

    public long? OriginFileId { get; set; }

    public DateTime? FirstSeenAt { get; set; }

    /// <summary>The run that had it last.</summary>
    public long? RunId { get; set; }

    /// <summary>What that run did with it.</summary>
    public string? Status { get; set; }

    public string? ErrorType { get; set; }

    public string? ErrorMessage { get; set; }

    /// <summary>Records that it read; null when it did not come to that.</summary>
    public long? ReadCount { get; set; }

    public long? RejectedCount { get; set; }

    /// <summary>Of the bytes that were read.</summary>
    public string? Sha256 { get; set; }

    /// <summary>As it was when it was last looked at in input or read.</summary>
    public long? SizeBytes { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>A run has it at the moment.</summary>
    public bool IsActive { get; set; }

    /// <summary>Its master is paused for its date.</summary>
    public bool IsPaused { get; set; }

    /// <summary>On disk; null when the file is not where its row says.</summary>
    public long? Size { get; set; }

    public DateTimeOffset? ModifiedAt { get; set; }

    /// <summary>In input: it still changes.</summary>
    public bool IsArriving { get; set; }

    public bool HasRow => FileId != 0;

    public FileStatus? State => Status is null ? null : StateCodes.ToFileStatus(Status);

    /// <summary>Somebody changed it where it lies after the run was done with it: a correction.</summary>
    public bool WasEdited => EndedAt is { } ended && ModifiedAt is { } modified && modified.UtcDateTime > ended;

    public bool CanBeSentBack => HasRow && !IsActive && Size is not null;
}
