using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Queries.Runs;

namespace IngestaMaestras.Portal.Api;

/// <summary>A run: what it is for, how it stands, and the sums of its files.</summary>
/// <param name="Id">Number of the run.</param>
/// <param name="Date">The business date that it is for.</param>
/// <param name="Status">How it stands; succeeded, partial, failed, held and cancelled are ends.</param>
/// <param name="Trigger">What created it.</param>
/// <param name="RequestedBy">The account that asked for it.</param>
/// <param name="Reason">Why, as whoever asked for it wrote.</param>
/// <param name="ParentRunId">The run that it follows from.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="IsCancelling">Somebody asked to stop it and it has not stopped yet.</param>
/// <param name="ErrorMessage">What went wrong with the run as a whole.</param>
/// <param name="FileCount">Files that it took.</param>
/// <param name="FailedFileCount">Files that failed.</param>
/// <param name="OpenFileCount">Files that are not at their end.</param>
/// <param name="Counts">Records of all its files.</param>
public sealed record RunSummary(
    long Id,
    DateOnly Date,
    [property: OneOf(typeof(RunStatus))] string Status,
    [property: OneOf(typeof(RunTrigger))] string Trigger,
    string RequestedBy,
    string? Reason,
    long? ParentRunId,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? EndedAt,
    bool IsCancelling,
    string? ErrorMessage,
    int FileCount,
    int FailedFileCount,
    int OpenFileCount,
    Counts Counts)
{
    internal static RunSummary Of(RunItem run) => new(
        run.RunId, run.FechaProceso, run.Status, run.Trigger, run.RequestedBy, run.Reason, run.ParentRunId, run.CreatedAt, run.StartedAt,
        run.EndedAt, run.IsCancelling, run.ErrorMessage, run.Files, run.FailedFiles, run.OpenFiles, Counts.Of(run));
}
