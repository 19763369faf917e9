using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>Ends a run whose files have all ended: findings, outcome, audit, and the next run in line.</summary>
public sealed class RunConsolidator(
    HubDatabase hub, Func<LayoutSet> layouts, RunFindings findings, IJobScheduler jobs, DeliveryOptions delivery,
    ILogger<RunConsolidator> logger)
{
    /// <returns>What happened, in Spanish, for the job's record.</returns>
    public async Task<string> FinishAsync(long runId, CancellationToken ct)
    {
        string answer;
        await using (var connection = await hub.OpenAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            answer = await FinishAsync(connection, runId, ct);
            await transaction.CommitAsync(ct);
        }

        await EnqueueNextAsync(ct);
        return answer;
    }

    /// <summary>
    /// Runs that ended while a delivery failed or waited: those of which everything has arrived by now are done with it,
    /// and succeeded if nothing else was wrong.
    /// </summary>
    public async Task ReviewDeliveriesAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var runs = await connection.QueryAsync<long>(new CommandDefinition(
            "SELECT run_id FROM run WHERE delivery_pending AND status NOT IN ('queued', 'running') ORDER BY run_id", cancellationToken: ct));
        foreach (var runId in runs)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var run = await RunStore.ReadAsync(connection, runId, forUpdate: true, ct);
            if (run is { DiscoveredAt: not null } && run.State.IsEnded() && (await ReadDeliveriesAsync(connection, runId, ct)).Undelivered == 0)
            {
                await EndDeliveriesAsync(connection, run, ct);
            }

            await transaction.CommitAsync(ct);
        }
    }

    /// <summary>Enqueues the first run in line when none executes; harmless when it is enqueued already.</summary>
    public async Task EnqueueNextAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var next = await connection.QuerySingleOrDefaultAsync<(long RunId, DateOnly Date, string? JobId, string? Correlation)?>(new CommandDefinition(
            """
            SELECT run_id, fecha_proceso, job_id, correlation FROM run
             WHERE status = 'queued' AND NOT EXISTS (SELECT 1 FROM run r WHERE r.status = 'running')
             ORDER BY fecha_proceso, run_id LIMIT 1
            """,
            cancellationToken: ct));
        if (next is { } run && (run.JobId is null || !await jobs.IsWaitingAsync(run.JobId, ct)))
        {
            // Its own: this may be the end of another run, or a click on another.
            using var own = Correlation.Begin(run.Correlation);
            var jobId = jobs.EnqueueRun(run.RunId, run.Date);
            await connection.ExecuteAsync("UPDATE run SET job_id = @jobId WHERE run_id = @RunId", new { jobId, run.RunId });
        }
    }

    private async Task<string> FinishAsync(NpgsqlConnection connection, long runId, CancellationToken ct)
    {
        var run = await RunStore.ReadAsync(connection, runId, forUpdate: true, ct);
        if (run is not { State: RunStatus.Running, DiscoveredAt: not null })
        {
            return $"La ejecución {runId} no está en curso: nada que consolidar.";
        }

        var files = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT status FROM run_file WHERE run_id = @runId", new { runId }, cancellationToken: ct)))
            .Select(StateCodes.ToFileStatus).ToList();
        if (files.Any(f => !f.IsEnded()))
        {
            return $"La ejecución {runId} todavía tiene archivos en curso.";
        }

        var deliveries = await ReadDeliveriesAsync(connection, runId, ct);
        if (deliveries.UnderWay > 0)
        {
            // Soon asked again: whoever looks finds the lease run out.
            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE run SET lease_until = now() WHERE run_id = @runId", new { runId }, cancellationToken: ct));
            return $"La ejecución {runId} espera {deliveries.UnderWay} entregas en curso.";
        }

        var missing = await findings.NoteMissingAsync(connection, run, ct);
        await RunFindings.NoteHighRejectsAsync(connection, run, layouts(), ct);
        var outcome = run.CancelRequestedAt is null ? RunOutcome.Of(files, missing, deliveries.Undelivered > 0) : RunStatus.Cancelled;
        var duration = await connection.ExecuteScalarAsync<TimeSpan>(new CommandDefinition(
            """
            UPDATE run SET status = @Status, ended_at = clock_timestamp(), lease_owner = NULL, lease_until = NULL,
                   delivery_pending = @Undelivered
             WHERE run_id = @runId RETURNING clock_timestamp() - started_at
            """,
            new { runId, Status = outcome.Code(), Undelivered = deliveries.Undelivered > 0 },
            cancellationToken: ct));
        await AuditLog.WriteAsync(connection, await DescribeAsync(connection, run, outcome, duration, ct), ct);
        logger.LogInformation(
            "Ejecución {RunId} de {BusinessDate:yyyy-MM-dd}: {Status} en {Seconds:0.0} s", runId, run.FechaProceso, outcome.Word(), duration.TotalSeconds);
        return $"Ejecución {runId}: {outcome.Word()}.";
    }

    private async Task EndDeliveriesAsync(NpgsqlConnection connection, RunRow run, CancellationToken ct)
    {
        var files = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT status FROM run_file WHERE run_id = @RunId", new { run.RunId }, cancellationToken: ct)))
            .Select(StateCodes.ToFileStatus).ToList();
        var missing = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT 1 FROM run_finding WHERE run_id = @RunId AND finding = @Missing)",
            new { run.RunId, Finding.Missing },
            cancellationToken: ct));
        var outcome = run.State == RunStatus.Partial ? RunOutcome.Of(files, missing, anythingUndelivered: false) : run.State;
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE run SET delivery_pending = false, status = @Status WHERE run_id = @RunId",
            new { run.RunId, Status = outcome.Code() },
            cancellationToken: ct));
        logger.LogInformation("Ejecución {RunId}: todo entregado, queda {Status}", run.RunId, outcome.Word());
    }

    /// <summary>Deliveries of the run's changes that have not arrived: all of them, and those that are still being tried.</summary>
    private async Task<(long Undelivered, long UnderWay)> ReadDeliveriesAsync(NpgsqlConnection connection, long runId, CancellationToken ct) =>
        await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(
            """
            SELECT count(*),
                   count(*) FILTER (WHERE coalesce(d.status, 'idle') IN ('idle', 'running')
                                      AND rf.ended_at > clock_timestamp() - @RunPatience)
              FROM run_file rf JOIN file f USING (file_id)
              CROSS JOIN delivery_target t
              LEFT JOIN delivery d ON d.target = t.target AND d.maestra = f.maestra
             WHERE rf.run_id = @runId AND rf.version_to IS NOT NULL AND t.off_reason IS NULL
               AND coalesce(d.watermark, 0) < rf.version_to
            """,
            new { runId, delivery.RunPatience },
            cancellationToken: ct));

    private static async Task<AuditEntry> DescribeAsync(
        NpgsqlConnection connection, RunRow run, RunStatus outcome, TimeSpan duration, CancellationToken ct)
    {
        var totals = await connection.QuerySingleAsync<Totals>(new CommandDefinition(
            """
            SELECT count(*) AS files, coalesce(sum(read_count), 0)::bigint AS read, coalesce(sum(accepted_count), 0)::bigint AS accepted,
                   coalesce(sum(rejected_count), 0)::bigint AS rejected, coalesce(sum(inserted_count), 0)::bigint AS inserted,
                   coalesce(sum(updated_count), 0)::bigint AS updated, coalesce(sum(deleted_count), 0)::bigint AS deleted,
                   coalesce(sum(unchanged_count), 0)::bigint AS unchanged
              FROM run_file WHERE run_id = @RunId
            """,
            new { run.RunId },
            cancellationToken: ct));
        return new AuditEntry(
            "ejecutar_ingesta",
            run.RequestedBy,
            outcome.Code(),
            new { run.RunId, run.FechaProceso, run.Trigger, run.ParentRunId, Parameters = run.ReadParameters() },
            totals,
            Duration: duration);
    }

    private sealed class Totals
    {
        public long Files { get; set; }

        public long Read { get; set; }

        public long Accepted { get; set; }

        public long Rejected { get; set; }

        public long Inserted { get; set; }

        public long Updated { get; set; }

        public long Deleted { get; set; }

        public long Unchanged { get; set; }
    }
}
