using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Queries.Runs;

namespace IngestaMaestras.Portal.Api;

/// <summary>What a run did with one file.</summary>
/// <param name="FileId">Number of the file.</param>
/// <param name="Master">Its master; null when no layout knows the name.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Path">Where it lies now, under the data root.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="OriginFileId">Rejects files only: the file whose rejected lines these are.</param>
/// <param name="Status">How it stands in this run.</param>
/// <param name="Attempt">How often it was begun.</param>
/// <param name="Sha256">Hash of the bytes that were read.</param>
/// <param name="Counts">Its records.</param>
/// <param name="SuppressedDeletes">Deletions that were not applied, because a rejected record's key could not be read.</param>
/// <param name="VersionFrom">The changes that it made have versions above this one.</param>
/// <param name="VersionTo">The changes that it made have versions up to this one.</param>
/// <param name="Alert">So many records were rejected that somebody was alerted.</param>
/// <param name="FindingsByType">Rejected and warned records by error type.</param>
/// <param name="ErrorType">Why the file failed.</param>
/// <param name="ErrorMessage">Why, as a Spanish sentence.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="LaterRunId">The latest later run that took this file or a correction of it.</param>
/// <param name="LaterStatus">How it stands in that one.</param>
/// <param name="Steps">What was done, in order.</param>
/// <param name="Deliveries">How its changes stand at each target.</param>
public sealed record RunFile(
    long FileId,
    string? Master,
    string Name,
    string Path,
    long SizeBytes,
    long? OriginFileId,
    [property: OneOf(typeof(FileStatus))] string Status,
    int Attempt,
    string? Sha256,
    Counts Counts,
    long? SuppressedDeletes,
    long? VersionFrom,
    long? VersionTo,
    bool Alert,
    IReadOnlyDictionary<string, long> FindingsByType,
    string? ErrorType,
    string? ErrorMessage,
    DateTime? StartedAt,
    DateTime? EndedAt,
    long? LaterRunId,
    string? LaterStatus,
    IReadOnlyList<RunStep> Steps,
    IReadOnlyList<RunDelivery> Deliveries)
{
    internal static RunFile Of(RunFileItem file) => new(
        file.FileId, file.Maestra, file.FileName, file.Path, file.SizeBytes, file.OriginFileId, file.Status, file.Attempt, file.Sha256,
        Counts.Of(file), file.SuppressedDeletes, file.VersionFrom, file.VersionTo, file.Alert, file.ReadFindings().ToDictionary(),
        file.ErrorType, file.ErrorMessage, file.StartedAt, file.EndedAt, file.LaterRunId, file.LaterStatus,
        [.. file.Steps.Select(s => new RunStep(s.Step, s.Status, s.Attempts, s.StartedAt, s.EndedAt, s.NextAttemptAt, s.ErrorMessage))],
        [.. file.Deliveries.Select(d => new RunDelivery(
            d.Target, d.Status, d.Changes, d.StartedAt, d.EndedAt, d.Attempts, d.NextAttemptAt, d.LastError, d.OffReason))]);
}

/// <summary>One step of a file.</summary>
/// <param name="Step">Which step.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
/// <param name="ErrorMessage">What went wrong last.</param>
public sealed record RunStep(
    string Step,
    [property: OneOf(typeof(StepStatus))] string Status,
    int Attempts,
    DateTime? StartedAt,
    DateTime? EndedAt,
    DateTime? NextAttemptAt,
    string? ErrorMessage);

/// <summary>What a file changed, on its way to one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Changes">Rows that the file inserted, updated or deleted.</param>
/// <param name="StartedAt">When everything was in the hub, once it has arrived.</param>
/// <param name="EndedAt">When it had arrived.</param>
/// <param name="Attempts">Failed attempts since the last success of this master and target.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
/// <param name="LastError">What went wrong last.</param>
/// <param name="OffReason">Why the target is off.</param>
public sealed record RunDelivery(
    string Target,
    [property: OneOf(typeof(DeliveryState))] string Status,
    long Changes,
    DateTime? StartedAt,
    DateTime? EndedAt,
    int Attempts,
    DateTime? NextAttemptAt,
    string? LastError,
    string? OffReason);
