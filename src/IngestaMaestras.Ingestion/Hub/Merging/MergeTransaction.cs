using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Hub.Staging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>The statements of one merge in order, inside the caller's transaction, with the master's lock held.</summary>
internal sealed class MergeTransaction(NpgsqlConnection connection, MergeRequest request, int errorLogLimit, CancellationToken ct)
{
    private readonly Layout _layout = request.Layout;
    private readonly MergeSql _sql = new(request.Layout, request.Tables);
    private readonly MergeJournal _journal = new(connection, request, errorLogLimit, ct);
    private readonly MasterPosition _position = new(connection, request, ct);
    private MasterState _state = new();

    /// <summary>Keys that the file does not have are to be deleted.</summary>
    private bool IsWholeTruth => _layout.Mode == LoadMode.Full && !request.IsRejectsFile;

    /// <param name="layoutInForce">Fingerprint of the layout that the master has now.</param>
    public async Task<MergeResult> MergeAsync(string layoutInForce)
    {
        if (!request.DryRun && await IsMergedAlreadyAsync())
        {
            return new MergeResult(MergeDecision.AlreadyMerged, new MergeCounts());
        }

        if (request.Staged.LayoutHash != layoutInForce || _layout.Fingerprint != layoutInForce)
        {
            return new MergeResult(MergeDecision.StageAgain, new MergeCounts());
        }

        _state = await _position.ReadAsync();
        var superseded = await FindWhySupersededAsync();
        if (superseded is null && IsSameAsLast() && await _position.IsOnRecordAsync(_state))
        {
            return await RepeatLastLoadAsync();
        }

        if (!await IsStagingCompleteAsync())
        {
            return new MergeResult(MergeDecision.StageAgain, new MergeCounts());
        }

        // The planner knows nothing of tables that were filled a moment ago; a hash join is right for all of these.
        await ExecuteAsync("SET LOCAL enable_mergejoin = off; SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '256MB'");
        var counts = await new SetChecks(connection, request, _sql, _journal, IsWholeTruth, ct).RejectAsync();
        if (superseded is not null)
        {
            return await FinishAsync(new MergeResult(MergeDecision.Superseded, counts, Message: superseded));
        }

        if (FileFault(counts) is { } fault)
        {
            return await FinishAsync(new MergeResult(MergeDecision.Failed, counts, fault.Type, fault.Message));
        }

        return await CompareAndApplyAsync(counts);
    }

    /// <summary>
    /// Checks the claim with the row locked: whoever takes the file over waits for this transaction and then finds its
    /// outcome. The same check stands in the last write.
    /// </summary>
    private async Task<bool> IsMergedAlreadyAsync()
    {
        var claim = request.Claim;
        var row = await connection.QuerySingleOrDefaultAsync<(string? Outcome, bool Mine)>(Command(
            """
            SELECT outcome, status = 'running' AND attempt = @Attempt AND lease_owner = @Owner
              FROM run_file WHERE run_id = @RunId AND file_id = @FileId FOR UPDATE
            """,
            claim));
        if (!row.Mine)
        {
            throw new ClaimLostException(claim);
        }

        return row.Outcome is not null;
    }

    /// <summary>
    /// A full file below the last position is not applied unless an administrator rolls back. An incremental one is
    /// compared row by row instead. A rejects file applies only while its origin is the last file applied.
    /// </summary>
    /// <returns>Why the file is not applied; null when it may be.</returns>
    private async Task<string?> FindWhySupersededAsync()
    {
        if (!request.IsRejectsFile)
        {
            return _layout.Mode == LoadMode.Full && !request.Rollback && _state.IsAfter(request.BusinessDate, request.ChainOrder)
                ? await SupersededByLastAsync("Superseded")
                : null;
        }

        var originApplied = await connection.ExecuteScalarAsync<bool>(Command(
            """
            SELECT EXISTS (SELECT 1 FROM run_file WHERE file_id = @Origin AND outcome IN ('loaded', 'unchanged'))
            """,
            new { Origin = request.OriginFileIds[^1] }));
        if (!originApplied)
        {
            return HubMessages.Format("SupersededOrphan", request.FileName);
        }

        return _state.FileId == request.OriginFileIds[^1] ? null : await SupersededByLastAsync("SupersededRejects");
    }

    private async Task<string> SupersededByLastAsync(string message)
    {
        var last = await connection.ExecuteScalarAsync<string>(Command(
            "SELECT file_name FROM file WHERE file_id = @FileId", new { _state.FileId }));
        return HubMessages.Format(message, request.FileName, last, _state.FechaProceso);
    }

    private bool IsSameAsLast() => !request.IsRejectsFile && !request.Force && !request.Rollback
        && _state.FileId is not null
        && _state.Sha256 == request.Staged.Sha256
        && _state.LayoutHash == _layout.Fingerprint
        && !_state.HadRejectedReferences;

    private async Task<MergeResult> RepeatLastLoadAsync()
    {
        var counts = await connection.QuerySingleAsync<MergeCounts>(Command(
            """
            SELECT read_count AS read, accepted_count AS accepted, rejected_count AS rejected, warning_count AS warnings,
                   accepted_count AS unchanged, coalesce(suppressed_deletes, 0) AS suppressed_deletes
              FROM run_file WHERE run_id = @RunId AND file_id = @FileId
            """,
            new { _state.RunId, _state.FileId }));
        if (!request.DryRun)
        {
            await _journal.RepeatAsync(_state, counts);
            await _position.MoveAsync(_state, _state.LastVersion, hadRejectedReferences: false, counts.SuppressedDeletes);
        }

        return new MergeResult(MergeDecision.Unchanged, counts);
    }

    private async Task<bool> IsStagingCompleteAsync()
    {
        var staged = request.Staged;
        if (staged.WasSkipped
            || !await StagingTables.ExistsAsync(connection, request.Tables.Records, ct)
            || !await StagingTables.ExistsAsync(connection, request.Tables.Findings, ct)
            || (request.IsRejectsFile && !await StagingTables.ExistsAsync(connection, request.Tables.OriginKeys, ct)))
        {
            return false;
        }

        var (records, findings) = await connection.QuerySingleAsync<(long, long)>(Command(
            $"SELECT (SELECT count(*) FROM {request.Tables.Records}), (SELECT count(*) FROM {request.Tables.Findings})"));
        return records == staged.Accepted && findings == staged.FindingRows;
    }

    private (string Type, string Message)? FileFault(MergeCounts counts)
    {
        if (counts.Accepted == 0)
        {
            return (ErrorType.NoValidRecords, HubMessages.NoValidRecords(request.FileName, counts.Read));
        }

        return _layout.RejectThreshold is { } limit && counts.Rejected > limit * counts.Read
            ? (ErrorType.ExcessiveRejects, HubMessages.ExcessiveRejects(request.FileName, counts.Rejected, counts.Read, limit))
            : null;
    }

    private async Task<MergeResult> CompareAndApplyAsync(MergeCounts counts)
    {
        var hubRows = await CountAsync(_sql.CountHub);
        if (hubRows == 0)
        {
            return await InsertAllAsync(counts);
        }

        await ExecuteAsync(
            _sql.CreateDifference(IsWholeTruth, perRowPosition: _layout.Mode == LoadMode.Incremental && !request.Rollback),
            new { request.BusinessDate, request.ChainOrder });
        var absent = await CountAsync("SELECT count(*) FROM difference WHERE op = 'd'");
        if (absent > 0)
        {
            if (!_layout.WholeRecordKey)
            {
                // A rejected line without a key of its own counts as unreadable, below.
                await ExecuteAsync(_sql.KeepRejectedKeys);
            }

            await ExecuteAsync(_sql.KeepRejectedReferences, new { _journal.ErrorRules });
            if (request.Staged.UnreadableKeys > 0)
            {
                await ExecuteAsync(MergeSql.SuppressDeletes);
            }
        }

        var (inserted, updated, deleted) = await connection.QuerySingleAsync<(long, long, long)>(
            Command(MergeSql.CountDifference));
        counts = counts with
        {
            Inserted = inserted,
            Updated = updated,
            Deleted = deleted,
            Unchanged = counts.Accepted - inserted - updated,
            SuppressedDeletes = absent - deleted,
        };
        if (await FindHoldAsync(counts, hubRows) is { } hold)
        {
            return await FinishAsync(
                new MergeResult(
                    MergeDecision.Held, counts, ErrorType.ExcessiveDeletes,
                    HubMessages.ExcessiveDeletes(request.FileName, deleted, hubRows, _layout.DeleteThreshold)),
                hold);
        }

        var isUnchanged = inserted + updated + deleted == 0 && IsSameAsLast();
        return isUnchanged || request.DryRun
            ? await FinishAsync(new MergeResult(isUnchanged ? MergeDecision.Unchanged : MergeDecision.Applied, counts))
            : await ApplyAsync(counts);
    }

    private async Task<MergeResult> InsertAllAsync(MergeCounts counts)
    {
        counts = counts with { Inserted = counts.Accepted };
        if (request.DryRun)
        {
            return await TellAsync(new MergeResult(MergeDecision.Applied, counts), _sql.DescribeAll);
        }

        await ExecuteAsync(_sql.DropTombstones(fromDifference: false), new { _layout.Maestra });
        await ExecuteAsync(_sql.InsertAll, ChangeParameters(_state.LastVersion));
        return await FinishAsync(new MergeResult(MergeDecision.Applied, counts));
    }

    private async Task<MergeResult> ApplyAsync(MergeCounts counts)
    {
        var version = _state.LastVersion;
        if (counts.Inserted > 0)
        {
            await ExecuteAsync(_sql.DropTombstones(fromDifference: true), new { _layout.Maestra });
            await ExecuteAsync(_sql.ApplyInserts, ChangeParameters(version));
        }

        if (counts.Updated > 0)
        {
            await ExecuteAsync(_sql.ApplyUpdates, ChangeParameters(version + counts.Inserted));
        }

        if (counts.Deleted > 0)
        {
            await ExecuteAsync(_sql.ApplyDeletes, ChangeParameters(version + counts.Inserted + counts.Updated));
        }

        return await FinishAsync(new MergeResult(MergeDecision.Applied, counts));
    }

    /// <summary>The brake: a truncated file must not empty a master.</summary>
    private async Task<DeleteHold?> FindHoldAsync(MergeCounts counts, long hubRows)
    {
        // Without a key of its own every changed record is one row less and one more: the net shrinkage counts.
        var shrinkage = _layout.WholeRecordKey ? counts.Deleted - counts.Inserted : counts.Deleted;
        if (shrinkage < DeleteHold.MinimumRows || shrinkage <= _layout.DeleteThreshold * hubRows)
        {
            return null;
        }

        var keysHash = await connection.ExecuteScalarAsync<string>(Command(_sql.HashDeletedKeys));
        DeleteHold hold = new(_state.StateVersion, counts.Accepted, counts.Deleted, hubRows, keysHash!);
        return !request.DryRun && await _journal.ReadApprovalAsync() == hold ? null : hold;
    }

    private async Task<MergeResult> FinishAsync(MergeResult result, DeleteHold? hold = null)
    {
        if (request.DryRun)
        {
            return await TellAsync(result, result.Decision is MergeDecision.Applied or MergeDecision.Held ? _sql.DescribeDifference : null);
        }

        var applies = result.Decision is MergeDecision.Applied or MergeDecision.Unchanged;
        var changes = applies ? result.Counts.Inserted + result.Counts.Updated + result.Counts.Deleted : 0;
        await _journal.WriteAsync(result, hold, _state, changes);
        if (hold is not null)
        {
            await ExecuteAsync(_sql.KeepDeletes, new { request.Claim.RunId, request.Claim.FileId, DeleteHold.KeptRows });
        }

        if (applies)
        {
            await _position.MoveAsync(_state, _state.LastVersion + changes, _journal.HasRejectedReferences, result.Counts.SuppressedDeletes);
        }

        return result;
    }

    /// <summary>Adds to a dry run's result what it would change and what it rejects.</summary>
    /// <param name="changes">Reads the changes; null: it would change nothing.</param>
    private async Task<MergeResult> TellAsync(MergeResult result, string? changes)
    {
        ErrorRowCollector rejects = new(request, DryRunRow.Limit);
        await rejects.CollectAsync(connection, _journal.ErrorRules, ct);
        var rows = changes is null ? [] : await connection.QueryAsync<DryRunRow>(Command(changes, new { DryRunRow.Limit }));
        return result with { Rows = [.. rows, .. rejects.Describe()] };
    }

    private object ChangeParameters(long version) =>
        new { Version = version, request.Claim.FileId, _state.Now, _layout.Maestra };

    private Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(Command(sql, parameters));

    private Task<long> CountAsync(string sql) => connection.ExecuteScalarAsync<long>(Command(sql));

    private CommandDefinition Command(string sql, object? parameters = null) =>
        new(sql, parameters, commandTimeout: 0, cancellationToken: ct);
}
