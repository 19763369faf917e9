namespace IngestaMaestras.Ingestion.Samples;

/// <summary>What was written, in numbers.</summary>
/// <param name="ManifestPath">Where the manifest is.</param>
public sealed record SampleTotals(string ManifestPath, IReadOnlyList<SampleFileTotals> Files)
{
    /// <summary>Every file has the rows and changes that were asked for.</summary>
    public bool IsComplete => Files.All(f => !f.Exhausted && f.ChangesMissing == 0);
}
