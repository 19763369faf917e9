using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Portal.Api;

/// <summary>What a run would have done, had it been one.</summary>
/// <param name="DryRunId">Its number.</param>
/// <param name="Date">The business date.</param>
/// <param name="Files">What would have become of each file.</param>
public sealed record DryRunView(long DryRunId, DateOnly Date, IReadOnlyList<DryRunFileView> Files)
{
    internal static DryRunView Of(DryRunResult result) => new(
        result.DryRunId, result.FechaProceso,
        [.. result.Files.Select(f => new DryRunFileView(f.Maestra, f.FileName, f.Status, Counts.Of(f.Counts), f.Sha256, f.Message))]);
}

/// <summary>A file in a dry run.</summary>
/// <param name="Master">Its master; null when no layout knows the name.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Status">The state that it would have ended in.</param>
/// <param name="Counts">Its records.</param>
/// <param name="Sha256">Hash of the bytes that were compared.</param>
/// <param name="Message">Why it would fail or be held, in Spanish.</param>
public sealed record DryRunFileView(
    string? Master, string Name, [property: OneOf(typeof(FileStatus))] string Status, Counts Counts, string? Sha256, string? Message);
