namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>A run as it stands, with its files in the order in which they were first seen.</summary>
internal sealed record RunResult(long RunId, DateOnly Date, string Status, IReadOnlyList<FileResult> Files)
{
    public FileResult this[string fileName] => Files.Single(f => f.FileName == fileName);

    /// <summary>The run's only file.</summary>
    public FileResult File => Files.Single();
}
