using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Maintenance.Rebuild;

/// <summary>
/// Rewrites the tables of plans whose window is open, one after the other, while no run is executing. None is begun that would
/// not be done before the window ends, and none after it. Whatever interrupts a statement leaves the table as it was.
/// </summary>
public sealed class RebuildTask(HubDatabase hub, MaintenanceOptions options, TimeProvider time) : IMaintenanceTask
{
    /// <summary>Whoever asks for the table meanwhile waits behind us: better to come back later.</summary>
    private const string LockTimeout = "5s";

    public string Name => "reconstruccion";

    public string? Schedule => options.RebuildSchedule;

    public bool IsFrequent => true;

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        // Nobody else is here: what is under way was left by a death.
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE rebuild_item SET status = 'pending', message = @Interrupted WHERE status = 'running'",
            new { Interrupted = MaintenanceMessages.Format("Interrupted") },
            cancellationToken: ct));
        List<RebuildItem> done = [];
        List<RebuildItem> failed = [];
        HashSet<(long, string)> tried = [];
        while (await NextAsync(connection, tried, ct) is { } next)
        {
            tried.Add((next.PlanId, next.TableName));
            if (await IsRunExecutingAsync(connection, ct))
            {
                break;
            }

            ((await RewriteAsync(connection, next, ct)) switch { true => done, false => failed, null => [] }).Add(next);
        }

        await CloseAsync(connection, time.GetUtcNow().UtcDateTime, ct);
        return new MaintenanceResult(
            done.Count, MaintenanceMessages.Format(failed.Count > 0 ? "RebuiltSome" : done.Count > 0 ? "Rebuilt" : "RebuildIdle", done.Count, failed.Count),
            new { Tables = done.Select(d => d.TableName).ToList(), Failed = failed.Select(d => d.TableName).ToList() }, failed.Count > 0);
    }

    /// <summary>Ends plans of which nothing will be begun any more.</summary>
    internal static Task<int> CloseAsync(NpgsqlConnection connection, CancellationToken ct) => CloseAsync(connection, null, ct);

    private static Task<int> CloseAsync(NpgsqlConnection connection, DateTime? now, CancellationToken ct) => connection.ExecuteAsync(new CommandDefinition(
        """
        UPDATE rebuild_item i SET status = 'skipped', message = coalesce(i.message, CASE WHEN p.cancelled_at IS NULL THEN @WindowEnded ELSE @Cancelled END)
          FROM rebuild_plan p WHERE p.plan_id = i.plan_id AND p.ended_at IS NULL AND i.status = 'pending'
           AND (p.cancelled_at IS NOT NULL OR p.ends_at <= @now::timestamptz);
        UPDATE rebuild_plan p SET ended_at = clock_timestamp() WHERE p.ended_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM rebuild_item i WHERE i.plan_id = p.plan_id AND i.status IN ('pending', 'running'))
        """,
        new { now, WindowEnded = MaintenanceMessages.Format("RebuildWindowEnded"), Cancelled = MaintenanceMessages.Format("RebuildWasCancelled") },
        cancellationToken: ct));

    /// <summary>The next table of a plan whose window is open that would be done before it ends.</summary>
    private async Task<RebuildItem?> NextAsync(NpgsqlConnection connection, HashSet<(long, string)> tried, CancellationToken ct) =>
        (await connection.QueryAsync<RebuildItem>(new CommandDefinition(
            """
            SELECT i.* FROM rebuild_item i JOIN rebuild_plan p USING (plan_id)
             WHERE i.status = 'pending' AND p.ended_at IS NULL AND p.cancelled_at IS NULL AND p.starts_at <= @now AND p.ends_at > @now
               AND @now + i.estimate <= p.ends_at
             ORDER BY p.starts_at, p.plan_id, i.position
            """,
            new { now = time.GetUtcNow().UtcDateTime },
            cancellationToken: ct))).FirstOrDefault(i => !tried.Contains((i.PlanId, i.TableName)));

    private static Task<bool> IsRunExecutingAsync(NpgsqlConnection connection, CancellationToken ct) => connection.ExecuteScalarAsync<bool>(
        new CommandDefinition("SELECT EXISTS (SELECT 1 FROM run WHERE status IN ('queued', 'running'))", cancellationToken: ct));

    /// <returns>Null: somebody uses the table, it is tried again the next time.</returns>
    private static async Task<bool?> RewriteAsync(NpgsqlConnection connection, RebuildItem item, CancellationToken ct)
    {
        var (statement, size) = await connection.QuerySingleOrDefaultAsync<(string? Statement, long Size)>(new CommandDefinition(
            """
            UPDATE rebuild_item i SET status = 'running', started_at = clock_timestamp(), message = NULL, size_before = pg_total_relation_size(c.oid)
              FROM rebuild_plan p, pg_class c
             WHERE i.plan_id = @PlanId AND i.table_name = @TableName AND p.plan_id = i.plan_id AND c.relname = i.table_name
               AND c.relkind = 'r' AND c.relnamespace = @Schema::regnamespace
            RETURNING format(CASE p.kind WHEN 'reindex' THEN 'REINDEX TABLE %I.%I' ELSE 'VACUUM (FULL, ANALYZE) %I.%I' END, @Schema, c.relname), i.size_before
            """,
            new { item.PlanId, item.TableName, HubDatabase.Schema },
            cancellationToken: ct));
        if (statement is null)
        {
            await EndAsync(connection, item, "failed", MaintenanceMessages.Format("RebuildGone", item.TableName), ct);
            return false;
        }

        try
        {
            await connection.ExecuteAsync(new CommandDefinition($"SET lock_timeout = '{LockTimeout}'", cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(statement, commandTimeout: 0, cancellationToken: ct));
            await EndAsync(connection, item, "done", null, ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await EndAsync(connection, item, "pending", MaintenanceMessages.Format("RebuildBusy", item.TableName), ct);
            return null;
        }
        catch (PostgresException e) when (e.SqlState != PostgresErrorCodes.QueryCanceled)
        {
            await EndAsync(connection, item, "failed", e.MessageText, ct);
            return false;
        }
        finally
        {
            await connection.ExecuteAsync("RESET lock_timeout");
        }
    }

    private static Task<int> EndAsync(NpgsqlConnection connection, RebuildItem item, string status, string? message, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE rebuild_item SET status = @status, message = @message, ended_at = CASE WHEN @status <> 'pending' THEN clock_timestamp() END,
                   size_after = CASE WHEN @status = 'done' THEN pg_total_relation_size(format('%I.%I', @Schema, table_name)::regclass) END
             WHERE plan_id = @PlanId AND table_name = @TableName
            """,
            new { item.PlanId, item.TableName, status, message, HubDatabase.Schema },
            cancellationToken: ct));
}
