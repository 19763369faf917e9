using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>
/// The calendar of nights. The recurring job only says "it is time": which runs are due is computed here, from what the
/// database says was created last, so an outage, a changed schedule or an extra click neither drops nor repeats a night.
/// </summary>
public sealed class NightScheduler(
    HubDatabase hub,
    BusinessCalendar calendar,
    ArrivalWatcher arrivals,
    FileRegistry registry,
    RunStarter starter,
    RunConsolidator consolidator,
    TimeProvider time,
    ILogger<NightScheduler> logger)
{
    /// <summary>Creates the runs that are due, missed nights first and in order, and enqueues the first in line.</summary>
    /// <returns>The runs created.</returns>
    public async Task<IReadOnlyList<long>> CreateDueRunsAsync(CancellationToken ct)
    {
        List<long> created = [];
        await using (var connection = await hub.OpenAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            var until = new DateTimeOffset(await connection.ExecuteScalarAsync<DateTime>(new CommandDefinition(
                "SELECT calendar_until FROM installation FOR UPDATE", cancellationToken: ct)));
            // Up to the last due moment and no further: an earlier hour that is set later today must still find its night.
            foreach (var (date, dueAt) in calendar.DueBetween(until, time.GetUtcNow()))
            {
                until = dueAt.ToUniversalTime();
                if (await CreateNightAsync(connection, date, dueAt, ct) is { } runId)
                {
                    created.Add(runId);
                }
            }

            await connection.ExecuteAsync(new CommandDefinition(
                "UPDATE installation SET calendar_until = @until", new { until }, cancellationToken: ct));
            await transaction.CommitAsync(ct);
        }

        await consolidator.EnqueueNextAsync(ct);
        return created;
    }

    /// <summary>
    /// Until the closing time, files that arrive are added to the night's own run, which is reopened if it had ended. A
    /// later one waits in input, visible, for a click or the next run.
    /// </summary>
    public async Task AddArrivalsToOpenNightAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var date = calendar.LatestDue(now);
        var seen = await arrivals.SettleAsync(ct);
        await registry.RegisterAsync(seen, ct);
        if (now > calendar.ClosesAt(date) || await FindNightAsync(date, ct) is not { } run)
        {
            return;
        }

        if (run.State == RunStatus.Running)
        {
            await starter.AddArrivedFilesAsync(run.RunId, ct);
            return;
        }

        await using var connection = await hub.OpenAsync(ct);
        var reopened = await connection.ExecuteAsync(new CommandDefinition(
            $"""
            UPDATE run SET status = 'queued', discovered_at = NULL, job_id = NULL
             WHERE run_id = @RunId AND status = ANY(@From) AND cancel_requested_at IS NULL
               AND EXISTS (SELECT 1 FROM file f WHERE {FileSql.IsWaiting("f")} AND f.fecha_proceso = @date
                              AND NOT {PauseSql.IsPaused("f")})
            """,
            new { run.RunId, date, From = StateTransitions.CodesBefore(RunStatus.Queued) },
            cancellationToken: ct));
        if (reopened == 1)
        {
            logger.LogInformation("Ejecución {RunId} de {BusinessDate:yyyy-MM-dd}: se reabre, llegaron archivos", run.RunId, date);
            await consolidator.EnqueueNextAsync(ct);
        }
    }

    private static async Task<long?> CreateNightAsync(NpgsqlConnection connection, DateOnly date, DateTimeOffset dueAt, CancellationToken ct)
    {
        var reason = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            $"SELECT reason FROM pause WHERE scope = '{PauseSql.Schedule}' AND (until_date IS NULL OR until_date >= @date)",
            new { date },
            cancellationToken: ct));
        if (reason is not null)
        {
            await AuditLog.WriteAsync(
                connection,
                new AuditEntry("omitir_noche", AuditEntry.System, "skipped", new { FechaProceso = date, DueAt = dueAt }, AdditionalInfo: new { Reason = reason }),
                ct);
            return null;
        }

        return await RunStore.CreateAsync(
            connection, date, RunTrigger.Schedule, AuditEntry.System, new RunParameters(), null, null, ct);
    }

    private async Task<RunRow?> FindNightAsync(DateOnly date, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var runId = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT run_id FROM run WHERE fecha_proceso = @date AND trigger = 'schedule'", new { date }, cancellationToken: ct));
        return runId is { } id ? await RunStore.ReadAsync(connection, id, forUpdate: false, ct) : null;
    }
}
