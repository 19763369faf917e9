namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>What can be done about a failed file, where it is shown.</summary>
/// <param name="IsMain">Doing it again is what to do next; otherwise something else has to be done first.</param>
/// <param name="CanCorrect">Its lines can be put right in the browser.</param>
internal sealed record FixAction(long FileId, string FileName, bool IsMain, bool CanCorrect)
{
    /// <param name="maestra">Null: no layout tells what its lines are.</param>
    /// <param name="location">The folder that it lies in.</param>
    public static FixAction Of(long fileId, string fileName, string? maestra, string location, bool isMain) =>
        new(fileId, fileName, isMain, maestra is not null && location is ("error" or "processed" or "work" or "archived"));
}
