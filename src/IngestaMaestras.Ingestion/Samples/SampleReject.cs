namespace IngestaMaestras.Ingestion.Samples;

/// <summary>A line that must be rejected.</summary>
public sealed record SampleReject
{
    /// <summary><see cref="Kind"/> of a fault that was asked for.</summary>
    public const string Fault = "fault";

    /// <summary><see cref="Kind"/> of what real files have too.</summary>
    public const string Quirk = "quirk";

    /// <summary>From 1, as an editor shows it.</summary>
    public required long Line { get; init; }

    /// <summary>One per error, in the order in which a reader finds them.</summary>
    public required IReadOnlyList<string> ErrorTypes { get; init; }

    /// <summary>The field of each error; null where the line as a whole is wrong.</summary>
    public required IReadOnlyList<string?> Fields { get; init; }

    public required string Kind { get; init; }

    /// <summary>The key's text; null when it cannot be read from the line.</summary>
    public string? Key { get; init; }
}
