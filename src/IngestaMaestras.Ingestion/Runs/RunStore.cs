using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>Creates runs and reads their rows.</summary>
public static class RunStore
{
    /// <summary>Adds a queued run and gives its id; null when the night has its scheduled run already.</summary>
    public static Task<long?> CreateAsync(
        NpgsqlConnection connection, DateOnly date, RunTrigger trigger, string requestedBy, RunParameters parameters,
        long? parentRunId, string? reason, CancellationToken ct) => connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
        """
        INSERT INTO run (fecha_proceso, trigger, requested_by, reason, parameters, parent_run_id, correlation)
        VALUES (@date, @Trigger, @requestedBy, @reason, @Parameters::jsonb, @parentRunId, @Correlation)
        ON CONFLICT (fecha_proceso) WHERE trigger = 'schedule' DO NOTHING
        RETURNING run_id
        """,
        new { date, Trigger = trigger.Code(), requestedBy, reason, Parameters = AuditLog.ToJson(parameters), parentRunId, Correlation = Correlation.Current },
        cancellationToken: ct));

    /// <summary>A run's row; null when there is none of that id. Locks it when asked to, for the caller's transaction.</summary>
    public static Task<RunRow?> ReadAsync(NpgsqlConnection connection, long runId, bool forUpdate, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<RunRow>(new CommandDefinition(
            $"""
            SELECT run_id, fecha_proceso, status, trigger, requested_by, parameters::text AS parameters, parent_run_id, discovered_at,
                   started_at, cancel_requested_at
              FROM run WHERE run_id = @runId {(forUpdate ? "FOR UPDATE" : "")}
            """,
            new { runId },
            cancellationToken: ct));
}
