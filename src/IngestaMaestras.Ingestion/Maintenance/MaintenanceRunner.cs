using Cronos;
using Dapper;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Operations;
using Npgsql;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Runs the tasks, each once at a time whoever asks, and knows what came of each.</summary>
public sealed class MaintenanceRunner(
    HubDatabase hub, IEnumerable<IMaintenanceTask> tasks, MaintenanceOptions options, IngestaOptions ingesta, TimeProvider time)
{
    private const string Action = "mantenimiento";

    public IReadOnlyList<IMaintenanceTask> Tasks { get; } = [.. tasks];

    /// <summary>What people call a task; one that is no more keeps its name.</summary>
    public static string TitleOf(string name) => MaintenanceMessages.Find($"Title_{name}") ?? name;

    public string ScheduleOf(IMaintenanceTask task) => task.Schedule ?? options.Schedule;

    /// <summary>Why there is no such task, as one sentence; null when there is.</summary>
    public string? Refuse(string name) => Tasks.Any(t => t.Name == name)
        ? null
        : MaintenanceMessages.Format("Unknown", name, string.Join(", ", Tasks.Select(t => t.Name)));

    /// <summary>Every task with its last run.</summary>
    public async Task<IReadOnlyList<MaintenanceItem>> ListAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var last = (await connection.QueryAsync<MaintenanceItem>(new CommandDefinition(
            """
            SELECT DISTINCT ON (task) task, started_at, ended_at, outcome, requested_by, affected, message FROM maintenance_run
             ORDER BY task, maintenance_run_id DESC
            """,
            cancellationToken: ct))).ToDictionary(i => i.Task, StringComparer.Ordinal);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(ingesta.TimeZone);
        return
        [
            .. Tasks.Select(task =>
            {
                var item = last.GetValueOrDefault(task.Name) ?? new MaintenanceItem { Task = task.Name };
                item.Title = TitleOf(task.Name);
                item.Schedule = ScheduleOf(task);
                item.NextAt = CronExpression.Parse(item.Schedule).GetNextOccurrence(time.GetUtcNow().UtcDateTime, zone);
                return item;
            }),
        ];
    }

    /// <summary>Runs a task to its end and writes down how it went; what people asked for, changed or broke is audited.</summary>
    /// <returns>Not done: there is no such task, it is under way already, or it failed.</returns>
    public async Task<OperationResult> RunAsync(string name, string user, CancellationToken ct)
    {
        if (Refuse(name) is { } refusal)
        {
            return new OperationResult(false, refusal);
        }

        var task = Tasks.Single(t => t.Name == name);
        // Not pooled: a session lock would survive in a pooled connection.
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(hub.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var held = await SessionLock.TryAcquireAsync(connection, $"ingesta:maintenance:{name}", ct);
        if (held is null)
        {
            return new OperationResult(false, MaintenanceMessages.Format("Busy", name));
        }

        var runId = await BeginAsync(connection, name, user, ct);
        var started = time.GetTimestamp();
        MaintenanceResult? result = null;
        var error = MaintenanceMessages.Format("Interrupted");
        try
        {
            result = await task.ExecuteAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever a task throws is told where people look for it; the next one is due all the same.
            error = e.Message;
        }
        finally
        {
            await EndAsync(task, user, runId, result, error, time.GetElapsedTime(started));
        }

        return new OperationResult(result is not null, result?.Message ?? error);
    }

    private static Task<long> BeginAsync(NpgsqlConnection connection, string name, string user, CancellationToken ct) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            UPDATE maintenance_run SET outcome = 'failed', ended_at = clock_timestamp(), message = @Interrupted WHERE task = @name AND outcome = 'running';
            INSERT INTO maintenance_run (task, requested_by) VALUES (@name, @user) RETURNING maintenance_run_id
            """,
            new { name, user, Interrupted = MaintenanceMessages.Format("Interrupted") },
            cancellationToken: ct));

    private async Task EndAsync(IMaintenanceTask task, string user, long runId, MaintenanceResult? result, string error, TimeSpan duration)
    {
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            """
            UPDATE maintenance_run SET ended_at = clock_timestamp(), outcome = @Outcome, affected = @Affected, message = @Message
             WHERE maintenance_run_id = @runId
            """,
            new { runId, Outcome = OutcomeOf(result), result?.Affected, Message = result?.Message ?? error });
        if (task.IsFrequent)
        {
            await connection.ExecuteAsync(
                "DELETE FROM maintenance_run WHERE task = @Name AND affected = 0 AND outcome = 'succeeded' AND requested_by = @System AND maintenance_run_id < @runId",
                new { task.Name, AuditEntry.System, runId });
        }

        if (result is not { Affected: 0, IsWarning: false } || user != AuditEntry.System)
        {
            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    Action, user, result is null ? "error" : "succeeded", new { Task = task.Name },
                    result is null ? null : new { result.Affected, result.Details }, ErrorMessage: result is null ? error : null, Duration: duration),
                CancellationToken.None);
        }
    }

    private static string OutcomeOf(MaintenanceResult? result) => result switch
    {
        null => "failed",
        { IsWarning: true } => "warning",
        _ => "succeeded",
    };
}
