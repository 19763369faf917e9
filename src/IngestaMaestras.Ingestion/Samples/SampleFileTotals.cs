namespace IngestaMaestras.Ingestion.Samples;

/// <summary>What one file of a sample holds, in numbers. Lines count without the header that a layout declares.</summary>
public record SampleFileTotals
{
    /// <summary>The file's name, without folder.</summary>
    public required string File { get; init; }

    /// <summary>The master it belongs to; null when no layout knows its name.</summary>
    public string? Maestra { get; init; }

    /// <summary>The date that it is for.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>One of <see cref="SampleVariantNames"/>; null for an ordinary file.</summary>
    public string? Variant { get; init; }

    /// <summary>The error type that refuses the file as a whole; nothing of it is then read.</summary>
    public string? FileError { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Lines that are read: accepted and rejected ones.</summary>
    public long Read { get; init; }

    /// <summary>Records that end in the hub.</summary>
    public long Accepted { get; init; }

    public long Rejected { get; init; }

    /// <summary>Rejected lines that real files have too, such as repeated placeholders.</summary>
    public long RejectedByQuirk { get; init; }

    /// <summary>Findings about accepted lines.</summary>
    public long Warned { get; init; }

    /// <summary>Fewer rows than asked for: there are no more keys.</summary>
    public bool Exhausted { get; init; }

    /// <summary>Rows asked for.</summary>
    public long Wanted { get; init; }

    /// <summary>Changes asked for that found no room.</summary>
    public long ChangesMissing { get; init; }

    /// <summary>The file that the changes are counted from; null for the same sample without changes.</summary>
    public string? ChangesFrom { get; init; }
}
