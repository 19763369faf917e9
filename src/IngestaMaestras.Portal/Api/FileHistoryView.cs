using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Queries.Files;

namespace IngestaMaestras.Portal.Api;

/// <summary>A file and its history.</summary>
/// <param name="File">The file.</param>
/// <param name="Runs">What runs did with it, the latest first.</param>
/// <param name="Relatives">Its original, its corrections and rejects files, the latest first.</param>
/// <param name="IsCut">There are more of either.</param>
/// <param name="RejectsPath">The file with its rejected lines that lies beside it.</param>
public sealed record FileHistoryView(
    FileView File, IReadOnlyList<FileRunView> Runs, IReadOnlyList<FileView> Relatives, bool IsCut, string? RejectsPath)
{
    internal static FileHistoryView Of(FileDetail detail) => new(
        FileView.Of(detail.File),
        [.. detail.Runs.Select(r => new FileRunView(
            r.RunId, r.Status, r.Trigger, r.RequestedBy, Counts.Of(r), r.ErrorType, r.ErrorMessage, r.StartedAt, r.EndedAt))],
        [.. detail.Relatives.Select(FileView.Of)], detail.IsCut, detail.RejectsPath);
}

/// <summary>What one run did with a file.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Status">How the file stands in it.</param>
/// <param name="Trigger">What created the run.</param>
/// <param name="RequestedBy">The account that asked for it.</param>
/// <param name="Counts">The file's records.</param>
/// <param name="ErrorType">Why it failed.</param>
/// <param name="ErrorMessage">Why, as a Spanish sentence.</param>
/// <param name="StartedAt">When it was begun.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record FileRunView(
    long RunId,
    [property: OneOf(typeof(FileStatus))] string Status,
    [property: OneOf(typeof(RunTrigger))] string Trigger,
    string RequestedBy,
    Counts Counts,
    string? ErrorType,
    string? ErrorMessage,
    DateTime? StartedAt,
    DateTime? EndedAt);
