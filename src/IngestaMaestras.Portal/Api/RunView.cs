using IngestaMaestras.Ingestion.Queries.Runs;

namespace IngestaMaestras.Portal.Api;

/// <summary>Everything about one run.</summary>
/// <param name="Run">The run itself.</param>
/// <param name="Parameters">What it was asked to do.</param>
/// <param name="Files">What it did with each file, by master.</param>
/// <param name="Findings">What it noted besides: files that are missing, late, of other dates.</param>
/// <param name="ChildRunIds">Runs that were started from this one, oldest first.</param>
/// <param name="ExecutingRunId">While this one is queued: the run that executes now.</param>
public sealed record RunView(
    RunSummary Run,
    RunOptions Parameters,
    IReadOnlyList<RunFile> Files,
    IReadOnlyList<RunFindingItem> Findings,
    IReadOnlyList<long> ChildRunIds,
    long? ExecutingRunId)
{
    internal static RunView Of(RunDetail detail) => new(
        RunSummary.Of(detail.Run),
        new RunOptions(detail.Parameters.Maestras, detail.Parameters.FileIds, detail.Parameters.Force, detail.Parameters.Rollback),
        [.. detail.Files.Select(RunFile.Of)],
        [.. detail.Findings.Select(f => new RunFindingItem(f.Finding, f.Maestra.Length == 0 ? null : f.Maestra, f.FileName.Length == 0 ? null : f.FileName, f.Message, f.FoundAt))],
        [.. detail.Children.Select(c => c.RunId)],
        detail.ExecutingRunId);
}

/// <summary>What a run was asked to do.</summary>
/// <param name="Masters">Only these masters; null: all.</param>
/// <param name="FileIds">Only these files, whatever their date; null: every file of the date.</param>
/// <param name="Force">Merges files that are identical to the last load, too.</param>
/// <param name="Rollback">Applies files although later ones are in the hub.</param>
public sealed record RunOptions(IReadOnlyList<string>? Masters, IReadOnlyList<long>? FileIds, bool Force, bool Rollback);

/// <summary>Something that a run noted.</summary>
/// <param name="Finding">What kind of thing.</param>
/// <param name="Master">The master that it is about.</param>
/// <param name="FileName">The file that it is about.</param>
/// <param name="Message">A Spanish sentence for people.</param>
/// <param name="FoundAt">When.</param>
public sealed record RunFindingItem(string Finding, string? Master, string? FileName, string Message, DateTime FoundAt);
