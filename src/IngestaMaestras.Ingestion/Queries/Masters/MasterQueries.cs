using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>What stands about masters whatever the date: pauses, deletions that wait, merges that are held.</summary>
public sealed class MasterQueries(HubDatabase hub, BusinessCalendar calendar, TimeProvider time)
{
    /// <summary>Pauses that concern the latest date that is due, or later ones; the schedule's first.</summary>
    public async Task<IReadOnlyList<PauseItem>> ListPausesAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var pauses = await connection.QueryAsync<PauseItem>(new CommandDefinition(
            "SELECT scope, until_date, reason, paused_by, paused_at FROM pause WHERE until_date IS NULL OR until_date >= @Date",
            new { Date = calendar.LatestDue(time.GetUtcNow()) },
            cancellationToken: ct));
        return [.. pauses.OrderBy(p => !p.IsSchedule).ThenBy(p => p.Scope, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<PendingDeletes>> ListPendingDeletesAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<PendingDeletes>(new CommandDefinition(
            """
            SELECT maestra, pending_deletes AS count, run_id, fecha_proceso FROM master_state
             WHERE pending_deletes > 0 ORDER BY maestra
            """,
            cancellationToken: ct))];
    }

    /// <summary>Files whose merge waits for an operator, oldest first.</summary>
    public async Task<IReadOnlyList<HeldMerge>> ListHeldAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<HeldMerge>(new CommandDefinition(
            """
            SELECT rf.run_id, rf.file_id, f.maestra, f.file_name, f.fecha_proceso, rf.error_message AS message,
                   rf.hold::text AS hold
              FROM run_file rf JOIN file f USING (file_id)
             WHERE rf.status = 'held' ORDER BY f.fecha_proceso, rf.run_id, rf.file_id
            """,
            cancellationToken: ct))];
    }
}
