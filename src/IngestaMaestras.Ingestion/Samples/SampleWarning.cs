namespace IngestaMaestras.Ingestion.Samples;

/// <summary>A finding about a line that must be accepted.</summary>
public sealed record SampleWarning
{
    /// <summary>From 1, as an editor shows it.</summary>
    public required long Line { get; init; }

    public required string ErrorType { get; init; }

    public string? Field { get; init; }
}
