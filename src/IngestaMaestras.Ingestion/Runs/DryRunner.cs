using Dapper;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Operations;
using Npgsql;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>
/// Shows what a run would do: files are read where they lie and compared with the hub, nothing is claimed, moved or
/// changed. Files of one master are compared one by one with the hub as it is now, not with each other.
/// </summary>
public sealed class DryRunner(
    HubDatabase hub, DataFolders folders, Func<LayoutSet> layouts, ArrivalWatcher arrivals, BusinessCalendar calendar, TimeProvider time,
    FileStager stager, FileMerger merger, RunOperations runs)
{
    private const int OnlyAttempt = 1;

    /// <summary>Compares the waiting files of a date and keeps the result.</summary>
    public async Task<DryRunResult> ExecuteAsync(DateOnly date, RunParameters parameters, string user, CancellationToken ct)
    {
        var dryRunId = await ReserveIdAsync(ct);
        List<DryRunFile> files = [];
        List<(int FileNo, IReadOnlyList<DryRunRow> Rows)> rows = [];
        var dates = await ReadDatesAsync(ct);
        foreach (var (file, match) in FindFiles(await arrivals.SettleAsync(ct), dates, date, parameters))
        {
            var (compared, changes) = await CompareAsync(dryRunId, files.Count + 1, file, match, date, parameters, ct);
            files.Add(compared);
            rows.Add((files.Count, changes));
        }

        DryRunResult result = new(dryRunId, date, files);
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO dry_run (dry_run_id, fecha_proceso, requested_by, parameters, result)
            OVERRIDING SYSTEM VALUE VALUES (@dryRunId, @date, @user, @Parameters::jsonb, @Result::jsonb)
            """,
            new { dryRunId, date, user, Parameters = AuditLog.ToJson(parameters), Result = AuditLog.ToJson(result) },
            cancellationToken: ct));
        foreach (var (fileNo, changes) in rows)
        {
            await WriteRowsAsync(connection, dryRunId, fileNo, changes, ct);
        }

        await transaction.CommitAsync(ct);
        return result;
    }

    private static Task<int> WriteRowsAsync(
        NpgsqlConnection connection, long dryRunId, int fileNo, IReadOnlyList<DryRunRow> rows, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO dry_run_row (dry_run_id, file_no, kind, row_no, key_text, line_number, before, after, error_type, field, rule, value, message)
            SELECT @dryRunId, @fileNo, kind::"char", row_number() OVER (PARTITION BY kind ORDER BY n), key_text, line, before::jsonb, after::jsonb,
                   error_type, field, rule, value, message
              FROM unnest(@Kinds, @Keys, @Lines, @Befores, @Afters, @Types, @Fields, @Rules, @Values, @Messages)
                   WITH ORDINALITY AS r (kind, key_text, line, before, after, error_type, field, rule, value, message, n)
            """,
            new
            {
                dryRunId,
                fileNo,
                Kinds = rows.Select(r => r.Kind.ToString()).ToArray(),
                Keys = rows.Select(r => r.KeyText).ToArray(),
                Lines = rows.Select(r => r.LineNumber).ToArray(),
                Befores = rows.Select(r => r.Before).ToArray(),
                Afters = rows.Select(r => r.After).ToArray(),
                Types = rows.Select(r => r.ErrorType).ToArray(),
                Fields = rows.Select(r => r.Field).ToArray(),
                Rules = rows.Select(r => r.Rule).ToArray(),
                Values = rows.Select(r => r.Value).ToArray(),
                Messages = rows.Select(r => r.Message).ToArray(),
            },
            cancellationToken: ct));

    /// <summary>The dates that files without one in their names were given when they were first seen.</summary>
    private async Task<IReadOnlyDictionary<string, DateOnly>> ReadDatesAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return (await connection.QueryAsync<(string Path, DateOnly Date)>(new CommandDefinition(
            "SELECT path, fecha_proceso FROM file WHERE location = 'input'", cancellationToken: ct))).ToDictionary(f => f.Path, f => f.Date, StringComparer.Ordinal);
    }

    /// <summary>Runs for real what was compared, provided that neither the files nor the hub changed since.</summary>
    public async Task<OperationResult> RunForRealAsync(long dryRunId, string user, string? reason, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<(string Parameters, string Result, long? RunId)?>(new CommandDefinition(
            "SELECT parameters::text, result::text, executed_run_id FROM dry_run WHERE dry_run_id = @dryRunId",
            new { dryRunId },
            cancellationToken: ct));
        if (row is not { } found)
        {
            return new OperationResult(false, OperationMessages.Format("DryRunUnknown", dryRunId));
        }

        if (found.RunId is { } earlier)
        {
            return new OperationResult(false, OperationMessages.Format("DryRunExecuted", dryRunId, earlier), earlier);
        }

        var result = AuditLog.FromJson<DryRunResult>(found.Result)!;
        if (await FindChangeAsync(connection, result, ct) is { } change)
        {
            return new OperationResult(false, change);
        }

        var started = await runs.StartOnceAsync(
            result.FechaProceso, RunTrigger.Operator, AuditLog.FromJson<RunParameters>(found.Parameters)!, user, reason, ct);
        if (!started.Done)
        {
            return started;
        }

        await connection.ExecuteAsync(
            "UPDATE dry_run SET executed_run_id = @RunId WHERE dry_run_id = @dryRunId", new { started.RunId, dryRunId });
        return started;
    }

    private async Task<string?> FindChangeAsync(NpgsqlConnection connection, DryRunResult result, CancellationToken ct)
    {
        foreach (var file in result.Files)
        {
            var path = Path.Combine(folders.Input, file.FileName);
            if (!File.Exists(path) || (file.Sha256 is { } hash && await FileHash.ComputeAsync(path, ct) != hash))
            {
                return OperationMessages.Format("DryRunFileChanged", file.FileName, result.DryRunId);
            }

            if (file.StateVersion != await ReadStateVersionAsync(connection, file.Maestra, ct))
            {
                return OperationMessages.Format("DryRunHubChanged", file.Maestra, result.DryRunId);
            }
        }

        return null;
    }

    private async Task<(DryRunFile File, IReadOnlyList<DryRunRow> Rows)> CompareAsync(
        long dryRunId, int number, ArrivingFile file, FileNameMatch match, DateOnly date, RunParameters parameters, CancellationToken ct)
    {
        var path = Path.Combine(folders.Input, file.Name);
        if (match.Layout is not { } layout || match.Outcome != FileNameOutcome.Matched || match.IsRejects || file.Stat.Size == 0)
        {
            return (new DryRunFile(match.Layout?.Maestra, file.Name, FileStatus.Failed.Code(), new MergeCounts(), null, 0,
                HubMessages.Format("DryRunUnreadable", file.Name)), []);
        }

        // Negative: run ids are never, so these tables are nobody else's.
        FileClaim claim = new(-dryRunId, number, OnlyAttempt, "");
        StagingTables tables = new(claim.RunId, claim.FileId, OnlyAttempt);
        await using var connection = await hub.OpenAsync(ct);
        var stateVersion = await ReadStateVersionAsync(connection, layout.Maestra, ct);
        try
        {
            var staged = await stager.StageAsync(layout, tables, path, ct);
            var result = await merger.MergeAsync(
                new MergeRequest(
                    layout, staged, claim, date, match.ChainOrder, file.Name, path, [], parameters.Force, parameters.Rollback, DryRun: true),
                ct);
            return (new DryRunFile(
                layout.Maestra, file.Name, StatusOf(result.Decision).Code(), result.Counts, staged.Sha256, stateVersion, result.Message), result.Rows);
        }
        finally
        {
            await tables.DropAsync(connection, CancellationToken.None);
        }
    }

    private IEnumerable<(ArrivingFile File, FileNameMatch Match)> FindFiles(
        IEnumerable<ArrivingFile> files, IReadOnlyDictionary<string, DateOnly> dates, DateOnly date, RunParameters parameters)
    {
        var found =
            from file in files
            where file.HasArrived
            let match = FileNameMatcher.Match(file.Name, layouts())
            where (dates.TryGetValue(DataFolders.InputPath(file.Name), out var known) ? known : match.BusinessDate ?? calendar.LatestDue(time.GetUtcNow())) == date
            where parameters.Maestras is null || (match.Layout is { } l && parameters.Maestras.Contains(l.Maestra, StringComparer.OrdinalIgnoreCase))
            select (File: file, Match: match);
        return found.OrderBy(f => f.Match.Layout?.Maestra, StringComparer.Ordinal).ThenBy(f => f.Match.ChainOrder, StringComparer.Ordinal);
    }

    private static FileStatus StatusOf(MergeDecision decision) => decision switch
    {
        MergeDecision.Applied => FileStatus.Loaded,
        MergeDecision.Unchanged => FileStatus.Unchanged,
        MergeDecision.Superseded => FileStatus.Superseded,
        MergeDecision.Held => FileStatus.Held,
        MergeDecision.Failed => FileStatus.Failed,
        MergeDecision.AlreadyMerged or MergeDecision.StageAgain =>
            throw new InvalidOperationException($"A dry run cannot end as {decision}."),
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, null),
    };

    private static async Task<long> ReadStateVersionAsync(NpgsqlConnection connection, string? maestra, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT state_version FROM master_state WHERE maestra = @maestra", new { maestra }, cancellationToken: ct)) ?? 0;

    private async Task<long> ReserveIdAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT nextval(pg_get_serial_sequence('dry_run', 'dry_run_id'))", cancellationToken: ct));
    }
}
