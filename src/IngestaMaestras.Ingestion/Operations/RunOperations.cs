using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>What operators do with runs: start, retry, cancel, approve or discard a held merge.</summary>
public sealed class RunOperations(HubDatabase hub, RunConsolidator consolidator)
{
    /// <summary>First half of the key of the lock under which a run of a date is asked for once.</summary>
    private const int StartLock = 0x5354_4152;

    /// <summary>Creates and enqueues a run for a date.</summary>
    /// <param name="reason">Required for a rollback.</param>
    public Task<OperationResult> StartAsync(
        DateOnly date, RunTrigger trigger, RunParameters parameters, string user, string? reason, CancellationToken ct) =>
        StartAsync(date, trigger, parameters, user, reason, once: false, ct);

    /// <summary>The same, unless a run of that date with the same parameters has not ended: two people pressed the same button.</summary>
    public Task<OperationResult> StartOnceAsync(
        DateOnly date, RunTrigger trigger, RunParameters parameters, string user, string? reason, CancellationToken ct) =>
        StartAsync(date, trigger, parameters, user, reason, once: true, ct);

    private async Task<OperationResult> StartAsync(
        DateOnly date, RunTrigger trigger, RunParameters parameters, string user, string? reason, bool once, CancellationToken ct)
    {
        if (parameters.Rollback && string.IsNullOrWhiteSpace(reason))
        {
            return new OperationResult(false, OperationMessages.Format("RollbackNeedsReason"));
        }

        if (date == DateOnly.MinValue || date == DateOnly.MaxValue)
        {
            // The database takes these for no date at all: infinities.
            return new OperationResult(false, OperationMessages.Format("NotADate", date));
        }

        long? runId;
        await using (var connection = await hub.OpenAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            if (once && await FindSameAsync(connection, date, parameters, ct) is { } same)
            {
                return new OperationResult(false, OperationMessages.Format("AlreadyStarted", same.RunId, date, same.By), same.RunId);
            }

            runId = await RunStore.CreateAsync(connection, date, trigger, user, parameters, null, reason, ct);
            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    "iniciar_ejecucion", user, "queued", new { FechaProceso = date, Trigger = trigger.Code(), Parameters = parameters },
                    new { RunId = runId }, AdditionalInfo: new { Reason = reason }),
                ct);
            await transaction.CommitAsync(ct);
        }

        await consolidator.EnqueueNextAsync(ct);
        return new OperationResult(true, OperationMessages.Format("RunCreated", runId, date), runId);
    }

    /// <summary>Resumes the failed files of a run, in the same run, from their first incomplete step.</summary>
    public Task<OperationResult> RetryAsync(long runId, string user, CancellationToken ct) => ChangeAsync(
        runId, "reintentar", user, null,
        async (connection, run) =>
        {
            if (!StateTransitions.CanMove(run.State, RunStatus.Queued) || run.State == RunStatus.Held)
            {
                return new OperationResult(false, OperationMessages.Format("CannotRetry", runId, run.Status));
            }

            var files = await connection.ExecuteAsync(
                """
                UPDATE run_file
                   SET status = 'pending', outcome = CASE WHEN outcome = 'failed' THEN NULL ELSE outcome END, error_type = NULL,
                       error_message = NULL, job_id = NULL, enqueued_at = NULL, ended_at = NULL, retried_at = now()
                 WHERE run_id = @runId AND status = 'failed'
                """,
                new { runId });
            if (files == 0)
            {
                return new OperationResult(false, OperationMessages.Format("NothingToRetry", runId));
            }

            await QueueAsync(connection, runId);
            return new OperationResult(true, OperationMessages.Format("Retrying", files, runId), runId);
        },
        ct);

    /// <summary>
    /// Stops a run at the next batch boundary: files that are not merged go back to input with their date, merged ones
    /// are finished.
    /// </summary>
    public Task<OperationResult> CancelAsync(long runId, string user, string? reason, CancellationToken ct) => ChangeAsync(
        runId, "cancelar", user, reason,
        async (connection, run) =>
        {
            if (run.State is not (RunStatus.Queued or RunStatus.Running or RunStatus.Held) || run.CancelRequestedAt is not null)
            {
                return new OperationResult(false, OperationMessages.Format("CannotCancel", runId, run.Status));
            }

            // Held files are let go by the pipeline like the others, so that run needs a last turn.
            await connection.ExecuteAsync(
                $"""
                UPDATE run_file SET status = 'pending', job_id = NULL, enqueued_at = NULL, {RunFileSql.NothingDone}
                 WHERE run_id = @runId AND status = 'held';
                UPDATE run_file rf SET status = 'cancelled', ended_at = now()
                  FROM file f WHERE rf.run_id = @runId AND f.file_id = rf.file_id AND rf.status = 'pending' AND f.location = 'input';
                UPDATE run
                   SET cancel_requested_at = now(), job_id = NULL,
                       status = CASE WHEN status = 'held' THEN 'queued'
                                     WHEN status = 'queued' AND NOT EXISTS (
                                        SELECT 1 FROM run_file WHERE run_id = @runId AND status = 'pending') THEN 'cancelled'
                                     ELSE status END,
                       ended_at = CASE WHEN status = 'queued' THEN now() ELSE ended_at END
                 WHERE run_id = @runId;
                """,
                new { runId });
            return new OperationResult(true, OperationMessages.Format("Cancelling", runId), runId);
        },
        ct);

    /// <summary>Lets a held merge delete what the operator saw; it holds again if anything is different by then.</summary>
    /// <param name="keysHash">From the hold that was shown.</param>
    public Task<OperationResult> ApproveAsync(long runId, long fileId, string keysHash, string user, string? reason, CancellationToken ct) =>
        SettleHoldAsync(runId, fileId, "aprobar_borrado", user, reason, "approval = hold", keysHash, ct);

    /// <summary>Gives a held merge up: the hub stays as it is and the file goes to <c>error/</c>.</summary>
    public Task<OperationResult> DiscardAsync(long runId, long fileId, string user, string? reason, CancellationToken ct) =>
        SettleHoldAsync(runId, fileId, "descartar_retenido", user, reason, $"outcome = 'discarded', {RunFileSql.NothingDone}", null, ct);

    private Task<OperationResult> SettleHoldAsync(
        long runId, long fileId, string action, string user, string? reason, string change, string? keysHash, CancellationToken ct) =>
        ChangeAsync(
            runId, action, user, reason,
            async (connection, _) =>
            {
                var settled = await connection.ExecuteAsync(
                    $"""
                    UPDATE run_file SET {change}, status = 'pending', job_id = NULL, enqueued_at = NULL, ended_at = NULL
                     WHERE run_id = @runId AND file_id = @fileId AND status = 'held'
                       AND (@keysHash::text IS NULL OR hold ->> 'keysHash' = @keysHash)
                    """,
                    new { runId, fileId, keysHash });
                if (settled == 0)
                {
                    return new OperationResult(false, OperationMessages.Format("NotHeld", fileId, runId));
                }

                await QueueAsync(connection, runId);
                return new OperationResult(true, OperationMessages.Format("HoldSettled", runId), runId);
            },
            ct);

    private async Task<OperationResult> ChangeAsync(
        long runId, string action, string user, string? reason,
        Func<NpgsqlConnection, RunRow, Task<OperationResult>> change, CancellationToken ct)
    {
        OperationResult result;
        await using (var connection = await hub.OpenAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            var run = await RunStore.ReadAsync(connection, runId, forUpdate: true, ct);
            result = run is null
                ? new OperationResult(false, OperationMessages.Format("UnknownRun", runId))
                : await change(connection, run);
            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    action, user, result.Done ? "succeeded" : "error", new { RunId = runId, run?.FechaProceso },
                    ErrorMessage: result.Done ? null : result.Message, AdditionalInfo: new { Reason = reason, Before = run?.Status }),
                ct);
            await transaction.CommitAsync(ct);
        }

        await consolidator.EnqueueNextAsync(ct);
        return result;
    }

    /// <summary>A run of the date that was asked for the same and has not ended; whoever asks next waits for the answer to this.</summary>
    private static async Task<(long RunId, string By)?> FindSameAsync(
        NpgsqlConnection connection, DateOnly date, RunParameters parameters, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(@StartLock, @Day)", new { StartLock, Day = date.DayNumber }, cancellationToken: ct));
        var active = await connection.QueryAsync<(long RunId, string By, string Parameters)>(new CommandDefinition(
            "SELECT run_id, requested_by, parameters::text FROM run WHERE fecha_proceso = @date AND status IN ('queued', 'running') ORDER BY run_id",
            new { date },
            cancellationToken: ct));
        // What the run itself notes about older dates is not what it was asked.
        var wanted = AuditLog.ToJson(parameters with { OlderDatesDone = false });
        return active.Where(a => AuditLog.ToJson(AuditLog.FromJson<RunParameters>(a.Parameters)! with { OlderDatesDone = false }) == wanted)
            .Select(a => ((long, string)?)(a.RunId, a.By)).FirstOrDefault();
    }

    private static Task<int> QueueAsync(NpgsqlConnection connection, long runId) => connection.ExecuteAsync(
        // What it does from here on comes from this click.
        "UPDATE run SET status = 'queued', job_id = NULL, correlation = coalesce(@Correlation, correlation) WHERE run_id = @runId AND status = ANY(@From)",
        new { runId, From = StateTransitions.CodesBefore(RunStatus.Queued), Correlation = Correlation.Current });
}
