using Dapper;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>
/// Finds work that nobody does: files and runs whose worker is gone, files that were never enqueued, runs that nobody
/// ended. Every worker sweeps every few seconds, and once at start; recovery therefore takes seconds and does not depend
/// on the job queue's own time-outs.
/// </summary>
public sealed class Sweeper(
    HubDatabase hub, WorkerIdentity worker, RunDispatcher dispatcher, RunConsolidator consolidator, DeliveryDispatcher deliveries,
    IJobScheduler jobs, ILogger<Sweeper> logger)
{
    public async Task SweepAsync(CancellationToken ct)
    {
        await ExpireDeadNeighboursAsync(ct);
        await deliveries.DispatchAsync(ct);
        await using var connection = await hub.OpenAsync(ct);
        // The short lease gives the job time to start before another sweep enqueues one more.
        var abandoned = await connection.QuerySingleOrDefaultAsync<(long RunId, DateOnly Date, string? Correlation)?>(new CommandDefinition(
            """
            UPDATE run SET lease_owner = NULL, lease_until = now() + interval '15 seconds'
             WHERE status = 'running' AND discovered_at IS NULL AND (lease_until IS NULL OR lease_until < now())
            RETURNING run_id, fecha_proceso, correlation
            """,
            cancellationToken: ct));
        if (abandoned is { } run)
        {
            using var own = Correlation.Begin(run.Correlation);
            logger.LogInformation("Ejecución {RunId}: su trabajador desapareció mientras la iniciaba; se retoma", run.RunId);
            jobs.EnqueueRun(run.RunId, run.Date);
            return;
        }

        if (await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT run_id FROM run WHERE status = 'running'", cancellationToken: ct)) is { } runId)
        {
            await dispatcher.DispatchAsync(runId, ct);
        }
        else
        {
            await consolidator.EnqueueNextAsync(ct);
        }
    }

    /// <summary>
    /// A worker on this machine whose process is gone holds nothing any more: no need to wait for its leases to run out.
    /// Workers elsewhere are forgotten when they have not been seen for long.
    /// </summary>
    private async Task ExpireDeadNeighboursAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var neighbours = await connection.QueryAsync<(string WorkerId, int ProcessId, long ProcessStart)>(new CommandDefinition(
            "SELECT worker_id, process_id, process_start FROM worker WHERE host_key = @HostKey AND worker_id <> @WorkerId",
            worker,
            cancellationToken: ct));
        var dead = neighbours.Where(n => WorkerIdentity.ReadProcessStart(n.ProcessId) != n.ProcessStart).Select(n => n.WorkerId).ToArray();
        if (dead.Length > 0)
        {
            logger.LogInformation("Trabajadores desaparecidos: {Workers}; se retoma lo que tenían", string.Join(", ", dead));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            UPDATE run_file SET lease_until = now() - interval '1 second', enqueued_at = NULL
             WHERE status = 'running' AND lease_owner = ANY(@dead);
            UPDATE run SET lease_until = now() - interval '1 second' WHERE lease_owner = ANY(@dead);
            UPDATE delivery SET {DeliveryStore.LetGo} WHERE lease_owner = ANY(@dead);
            DELETE FROM worker WHERE worker_id = ANY(@dead) OR seen_at < now() - interval '1 day';
            """,
            new { dead },
            cancellationToken: ct));
    }
}
