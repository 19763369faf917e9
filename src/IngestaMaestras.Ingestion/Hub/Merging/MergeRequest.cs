using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Staging;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>Everything that a merge needs to know of its file.</summary>
/// <param name="Layout">The layout in force, which must be the one that the file was staged with.</param>
/// <param name="Staged">What staging gave.</param>
/// <param name="Claim">The worker's claim on the file; the merge commits only while it holds.</param>
/// <param name="BusinessDate">The file's business date.</param>
/// <param name="ChainOrder">Its order among the files of that master and date.</param>
/// <param name="FileName">As it arrived.</param>
/// <param name="Path">Full path, to quote the lines that only the merge finds wrong.</param>
/// <param name="OriginFileIds">Rejects files: the files whose rejected lines these are, nearest first; otherwise empty.</param>
/// <param name="Force">Merge although nothing seems to have changed.</param>
/// <param name="Rollback">An administrator asked to go back to this file's position.</param>
/// <param name="DryRun">Do everything up to the comparison and then roll back; no claim is checked and nothing is written.</param>
public sealed record MergeRequest(
    Layout Layout,
    StagedFile Staged,
    FileClaim Claim,
    DateOnly BusinessDate,
    string ChainOrder,
    string FileName,
    string Path,
    IReadOnlyList<long> OriginFileIds,
    bool Force = false,
    bool Rollback = false,
    bool DryRun = false)
{
    public bool IsRejectsFile => OriginFileIds.Count > 0;

    public StagingTables Tables => new(Claim.RunId, Claim.FileId, Staged.Attempt);
}

/// <summary>One attempt of one worker at one file of a run.</summary>
/// <param name="Attempt">Counts takeovers: a worker whose attempt is not the row's any more has lost the file.</param>
/// <param name="Owner">The worker.</param>
public sealed record FileClaim(long RunId, long FileId, int Attempt, string Owner);
