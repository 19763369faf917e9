using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Queries.Files;

namespace IngestaMaestras.Portal.Api;

/// <summary>A file in one of the folders.</summary>
/// <param name="Id">Its number; null for a file that the program has not taken note of.</param>
/// <param name="Master">Its master; null when no layout knows the name.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Date">Its business date.</param>
/// <param name="Path">Where it lies, under the data root.</param>
/// <param name="OriginFileId">Rejects files only: the file whose rejected lines these are.</param>
/// <param name="FirstSeenAt">When it was first seen.</param>
/// <param name="RunId">The run that had it last.</param>
/// <param name="Status">What that run did with it; null: none had it.</param>
/// <param name="ErrorType">Why it failed.</param>
/// <param name="ErrorMessage">Why, as a Spanish sentence.</param>
/// <param name="Read">Records that were read.</param>
/// <param name="Rejected">Records that were rejected.</param>
/// <param name="Sha256">Hash of the bytes that were read.</param>
/// <param name="Size">Bytes on disk; null when the file is not where it should be.</param>
/// <param name="ModifiedAt">When it was changed on disk.</param>
/// <param name="IsActive">A run has it at the moment.</param>
/// <param name="IsPaused">Its master is paused for its date.</param>
/// <param name="IsArriving">In input, and still being written.</param>
/// <param name="WasEdited">Somebody changed it where it lies after the run was done with it.</param>
public sealed record FileView(
    long? Id,
    string? Master,
    string Name,
    DateOnly? Date,
    string Path,
    long? OriginFileId,
    DateTime? FirstSeenAt,
    long? RunId,
    [property: OneOf(typeof(FileStatus))] string? Status,
    string? ErrorType,
    string? ErrorMessage,
    long? Read,
    long? Rejected,
    string? Sha256,
    long? Size,
    DateTimeOffset? ModifiedAt,
    bool IsActive,
    bool IsPaused,
    bool IsArriving,
    bool WasEdited)
{
    internal static FileView Of(FileItem f) => new(
        f.HasRow ? f.FileId : null, f.Maestra, f.FileName, f.FechaProceso, f.Path, f.OriginFileId, f.FirstSeenAt, f.RunId, f.Status,
        f.ErrorType, f.ErrorMessage, f.ReadCount, f.RejectedCount, f.Sha256, f.Size, f.ModifiedAt, f.IsActive, f.IsPaused, f.IsArriving, f.WasEdited);
}

/// <summary>A page of files.</summary>
/// <param name="Items">Files that the program knows, latest business date first.</param>
/// <param name="Others">Files of the same dates that it has no number for: rejected lines beside their file, and strangers.</param>
/// <param name="OthersAreCut">There are more of those.</param>
/// <param name="Next">Give it as <c>after</c> to get the next page; null when there is none.</param>
public sealed record FileList(IReadOnlyList<FileView> Items, IReadOnlyList<FileView> Others, bool OthersAreCut, string? Next);
