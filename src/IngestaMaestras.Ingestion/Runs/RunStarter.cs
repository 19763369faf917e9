using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>
/// Starts a run: takes the one place there is for an executing run, finds its files, and dispatches them. Runs start in
/// order of business date; whoever is not first leaves its place to who is.
/// </summary>
public sealed class RunStarter(
    HubDatabase hub,
    ArrivalWatcher arrivals,
    FileRegistry registry,
    LandingMoves landings,
    RunFindings findings,
    RunDispatcher dispatcher,
    LeaseKeeper leases,
    IJobScheduler jobs,
    ILogger<RunStarter> logger)
{
    /// <summary>How long discovery may take before another worker may repeat it; it is repeatable.</summary>
    private static readonly TimeSpan StartLease = TimeSpan.FromMinutes(2);

    /// <returns>What happened, in Spanish, for the job's record.</returns>
    public async Task<string> StartAsync(long runId, CancellationToken ct)
    {
        await using (var connection = await hub.OpenAsync(ct))
        {
            if (await TakePlaceAsync(connection, runId, ct) is { } refusal)
            {
                return refusal;
            }
        }

        await using (var connection = await hub.OpenAsync(ct))
        {
            var run = await RunStore.ReadAsync(connection, runId, forUpdate: false, ct);
            if (run!.DiscoveredAt is null && await DiscoverAsync(run, ct) is { } stepAside)
            {
                return stepAside;
            }
        }

        await dispatcher.DispatchAsync(runId, ct);
        return "Ejecución iniciada.";
    }

    /// <summary>Adds files that arrived meanwhile to a run that executes.</summary>
    public async Task AddArrivedFilesAsync(long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        if (await RunStore.ReadAsync(connection, runId, forUpdate: false, ct) is { State: RunStatus.Running } run)
        {
            await AssignFilesAsync(run, ct);
            await dispatcher.DispatchAsync(runId, ct);
        }
    }

    /// <returns>Null when the run executes now; otherwise why it does not.</returns>
    private async Task<string?> TakePlaceAsync(NpgsqlConnection connection, long runId, CancellationToken ct)
    {
        var run = await RunStore.ReadAsync(connection, runId, forUpdate: false, ct);
        if (run is null)
        {
            return $"La ejecución {runId} no existe.";
        }

        if (run.State is not (RunStatus.Queued or RunStatus.Running))
        {
            return $"La ejecución {runId} ya terminó ({run.Status}).";
        }

        try
        {
            // A run that is being started by a live worker is left to it; one whose starter is gone is taken over.
            var taken = await connection.ExecuteAsync(new CommandDefinition(
                """
                UPDATE run
                   SET status = 'running', started_at = coalesce(started_at, now()), ended_at = NULL,
                       -- Only discovery is somebody's own; a run whose files are known is dispatched by anybody.
                       lease_owner = CASE WHEN discovered_at IS NULL THEN @WorkerId END,
                       lease_until = CASE WHEN discovered_at IS NULL THEN now() + @StartLease END
                 WHERE run_id = @runId
                   AND ((status = 'queued' AND NOT EXISTS (
                            SELECT 1 FROM run earlier WHERE earlier.status = 'queued'
                             AND (earlier.fecha_proceso, earlier.run_id) < (run.fecha_proceso, run.run_id)))
                        OR (status = 'running' AND (discovered_at IS NOT NULL OR lease_owner IS NULL OR lease_until < now()
                                                    OR lease_owner = @WorkerId)))
                """,
                new { runId, leases.Worker.WorkerId, StartLease },
                cancellationToken: ct));
            if (taken == 1 && run.State == RunStatus.Queued)
            {
                logger.LogInformation(
                    "Ejecución {RunId} de {BusinessDate:yyyy-MM-dd}: empieza ({Trigger}, pedida por {RequestedBy})",
                    runId, run.FechaProceso, StateCodes.ToRunTrigger(run.Trigger).Word(), run.RequestedBy);
            }

            return taken == 1 ? null : $"La ejecución {runId} espera: otra va primero.";
        }
        catch (PostgresException e) when (e.SqlState == SqlStates.UniqueViolation)
        {
            return $"La ejecución {runId} espera: otra está en curso.";
        }
    }

    /// <returns>Null when the run's files are known; otherwise why the run stepped aside.</returns>
    private async Task<string?> DiscoverAsync(RunRow run, CancellationToken ct)
    {
        var parameters = run.ReadParameters();
        if (parameters.FileIds is null)
        {
            var seen = await arrivals.SettleAsync(ct);
            await registry.RegisterAsync(seen, ct);
            if (!parameters.OlderDatesDone && await CreateOlderRunsAsync(run, parameters, ct) is { Count: > 0 } older)
            {
                return $"La ejecución {run.RunId} cede el paso a fechas anteriores: {string.Join(", ", older)}.";
            }
        }
        else
        {
            // Whoever handed them in may have been killed before they lay in input.
            await landings.FinishAsync(parameters.FileIds, ct);
        }

        await AssignFilesAsync(run, ct);
        logger.LogInformation("Ejecución {RunId} de {BusinessDate:yyyy-MM-dd}: archivos asignados", run.RunId, run.FechaProceso);
        return null;
    }

    /// <summary>
    /// Files of older dates are not this run's: their dates get runs first. A paused master's files wait and make no run,
    /// so that nothing is blocked by them.
    /// </summary>
    private async Task<IReadOnlyList<long>> CreateOlderRunsAsync(RunRow run, RunParameters parameters, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunStore.ReadAsync(connection, run.RunId, forUpdate: true, ct);
        var waiting = await connection.QueryAsync<(DateOnly Date, string Name)>(new CommandDefinition(
            $"""
            SELECT f.fecha_proceso, f.file_name FROM file f
             WHERE {FileSql.IsWaiting("f")} AND f.fecha_proceso < @FechaProceso
               AND (@Maestras::text[] IS NULL OR f.maestra = ANY(@Maestras))
               AND NOT {PauseSql.IsPaused("f")}
               AND NOT EXISTS (SELECT 1 FROM run q WHERE q.fecha_proceso = f.fecha_proceso AND q.status = 'queued')
             ORDER BY f.fecha_proceso, f.file_name
            """,
            new { run.FechaProceso, Maestras = parameters.Maestras?.ToArray() },
            cancellationToken: ct));
        List<long> created = [];
        foreach (var date in waiting.GroupBy(w => w.Date))
        {
            var runId = await RunStore.CreateAsync(
                connection, date.Key, RunTrigger.CatchUp, run.RequestedBy,
                new RunParameters { Maestras = parameters.Maestras, OlderDatesDone = true }, run.RunId, null, ct);
            created.Add(runId!.Value);
            foreach (var (_, name) in date)
            {
                await RunFindings.AddAsync(
                    connection, run.RunId, Finding.Older, null, name, HubMessages.Format("OlderFile", name, date.Key, runId), ct);
            }
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE run SET parameters = @Parameters::jsonb, status = CASE WHEN @Aside THEN 'queued' ELSE status END,
                           lease_owner = CASE WHEN @Aside THEN NULL ELSE lease_owner END
             WHERE run_id = @RunId AND status = 'running'
            """,
            new { run.RunId, Parameters = AuditLog.ToJson(parameters with { OlderDatesDone = true }), Aside = created.Count > 0 },
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
        if (created.Count > 0)
        {
            jobs.EnqueueRun(created[0], await ReadDateAsync(created[0], ct));
        }

        return created;
    }

    private async Task<DateOnly> ReadDateAsync(long runId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return (await RunStore.ReadAsync(connection, runId, forUpdate: false, ct))!.FechaProceso;
    }

    /// <summary>Makes the run the owner of the waiting files that are its own, under the run's lock.</summary>
    private async Task AssignFilesAsync(RunRow run, CancellationToken ct)
    {
        var parameters = run.ReadParameters();
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var locked = await RunStore.ReadAsync(connection, run.RunId, forUpdate: true, ct);
        if (locked!.State != RunStatus.Running)
        {
            return;
        }

        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            WITH taken AS (
                UPDATE file f SET run_id = @RunId
                 WHERE {FileSql.IsWaiting("f")} AND f.target_path IS NULL
                   AND CASE WHEN @FileIds::bigint[] IS NOT NULL THEN f.file_id = ANY(@FileIds)
                            ELSE f.fecha_proceso = @FechaProceso
                                 AND (@Maestras::text[] IS NULL OR f.maestra = ANY(@Maestras))
                                 AND NOT {PauseSql.IsPaused("f")} END
                RETURNING f.file_id
            ), forgotten AS (
                DELETE FROM step s USING taken t, run_file rf
                 WHERE s.run_id = @RunId AND s.file_id = t.file_id AND rf.run_id = s.run_id AND rf.file_id = s.file_id
                   AND rf.status = ANY(@Again)
            )
            INSERT INTO run_file (run_id, file_id) SELECT @RunId, file_id FROM taken
            -- Sent back to input and taken by its run again: it starts over.
            ON CONFLICT (run_id, file_id) DO UPDATE SET status = 'pending', {RunFileSql.StartedOver}
             WHERE run_file.status = ANY(@Again)
            """,
            new
            {
                run.RunId,
                run.FechaProceso,
                FileIds = parameters.FileIds?.ToArray(),
                Maestras = parameters.Maestras?.ToArray(),
                Again = StateTransitions.CodesBefore(FileStatus.Pending).Except([FileStatus.Held.Code()]).ToArray(),
            },
            cancellationToken: ct));
        await findings.NoteArrivalsAsync(connection, run, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE run SET discovered_at = now(), lease_owner = NULL, lease_until = NULL WHERE run_id = @RunId",
            new { run.RunId },
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }
}
