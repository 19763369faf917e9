using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>Pauses the schedule, or one master, until a date.</summary>
public sealed class PauseOperations(HubDatabase hub)
{
    /// <summary>The scope that stands for the nightly schedule.</summary>
    public const string Schedule = PauseSql.Schedule;

    /// <param name="scope"><see cref="Schedule"/>, or a master's name.</param>
    /// <param name="until">Last paused business date; null until resumed.</param>
    public async Task<OperationResult> PauseAsync(string scope, DateOnly? until, string reason, string user, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new OperationResult(false, OperationMessages.Format("PauseNeedsReason"));
        }

        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO pause (scope, until_date, reason, paused_by) VALUES (@scope, @until, @reason, @user)
            ON CONFLICT (scope) DO UPDATE
               SET until_date = excluded.until_date, reason = excluded.reason, paused_by = excluded.paused_by, paused_at = now()
            """,
            new { scope, until, reason, user },
            cancellationToken: ct));
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry("pausar", user, "succeeded", new { Scope = scope, Until = until }, AdditionalInfo: new { Reason = reason }),
            ct);
        return new OperationResult(true, OperationMessages.Format("Paused", Describe(scope)));
    }

    public async Task<OperationResult> ResumeAsync(string scope, string user, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var removed = await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM pause WHERE scope = @scope", new { scope }, cancellationToken: ct));
        var result = removed == 1
            ? new OperationResult(true, OperationMessages.Format("Resumed", Describe(scope)))
            : new OperationResult(false, OperationMessages.Format("NotPaused", Describe(scope)));
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry("reanudar", user, result.Done ? "succeeded" : "error", new { Scope = scope }, ErrorMessage: result.Done ? null : result.Message),
            ct);
        return result;
    }

    private static string Describe(string scope) => scope == Schedule ? OperationMessages.Format("TheSchedule") : scope;
}
