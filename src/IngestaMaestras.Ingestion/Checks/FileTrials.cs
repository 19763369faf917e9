using Dapper;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;

namespace IngestaMaestras.Ingestion.Checks;

/// <summary>
/// Tries a file against a master: it is read, and compared with the hub in a transaction that is rolled back. Nothing is
/// loaded, no row is left, and nobody has to know of it.
/// </summary>
public sealed class FileTrials(
    HubDatabase hub, Func<LayoutSet> layouts, FileStager stager, FileMerger merger, BusinessCalendar calendar, TimeProvider time)
{
    private const int OnlyFile = 1;
    private const int OnlyAttempt = 1;

    /// <param name="path">Full path.</param>
    /// <param name="fileName">The name that it was handed in with; its date is the one that is tried.</param>
    public async Task<FileTrial> TryAsync(Layout layout, string path, string fileName, CancellationToken ct)
    {
        var match = FileNameMatcher.Match(fileName, layouts());
        var isOwn = match.Outcome == FileNameOutcome.Matched && match.Layout!.Maestra == layout.Maestra;
        var date = (isOwn ? match.BusinessDate : null) ?? calendar.LatestDue(time.GetUtcNow());
        var check = await FileChecker.CheckAsync(layout, path, ct);
        // A rejects file is compared with what its origin loaded, which is not to be had apart from its run.
        var merge = check.Read == 0 || match.IsRejects ? null : await CompareAsync(layout, path, fileName, date, isOwn ? match.ChainOrder : "", ct);
        return new FileTrial(layout, date, check, merge, match.Outcome == FileNameOutcome.Matched ? match.Layout!.Maestra : null);
    }

    private async Task<MergeResult> CompareAsync(
        Layout layout, string path, string fileName, DateOnly date, string chainOrder, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        // Numbers that no run and no dry run has, for tables that are nobody else's.
        FileClaim claim = new(
            -await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                "SELECT nextval(pg_get_serial_sequence('dry_run', 'dry_run_id'))", cancellationToken: ct)),
            OnlyFile, OnlyAttempt, "");
        StagingTables tables = new(claim.RunId, claim.FileId, OnlyAttempt);
        try
        {
            var staged = await stager.StageAsync(layout, tables, path, ct);
            return await merger.MergeAsync(
                new MergeRequest(layout, staged, claim, date, chainOrder, fileName, path, [], Force: true, DryRun: true), ct);
        }
        finally
        {
            await tables.DropAsync(connection, CancellationToken.None);
        }
    }
}
