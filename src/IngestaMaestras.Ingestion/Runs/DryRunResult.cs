using IngestaMaestras.Ingestion.Hub.Merging;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>What a run would have done.</summary>
public sealed record DryRunResult(long DryRunId, DateOnly FechaProceso, IReadOnlyList<DryRunFile> Files);

/// <param name="Status">The state that the file would have ended in, as its code.</param>
/// <param name="Sha256">Of the bytes compared; null when the file could not be read as a master.</param>
/// <param name="StateVersion">Of the master, when it was compared.</param>
/// <param name="Message">Why it would fail or be held, in Spanish.</param>
public sealed record DryRunFile(
    string? Maestra, string FileName, string Status, MergeCounts Counts, string? Sha256, long StateVersion, string? Message);
