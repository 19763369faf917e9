namespace IngestaMaestras.Ingestion.Samples;

/// <summary>One file of a sample, with everything that a load of it must find.</summary>
public sealed record SampleFile : SampleFileTotals
{
    public IReadOnlyList<SampleReject> Rejects { get; init; } = [];

    /// <summary>Findings about accepted lines, references to missing parents among them.</summary>
    public IReadOnlyList<SampleWarning> Warnings { get; init; } = [];

    /// <summary>How the file's rows differ from those of <see cref="SampleFileTotals.ChangesFrom"/>.</summary>
    public IReadOnlyList<SampleChange> Changes { get; init; } = [];
}
