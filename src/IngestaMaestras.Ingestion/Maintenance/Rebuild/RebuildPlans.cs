using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Operations;
using Npgsql;

namespace IngestaMaestras.Ingestion.Maintenance.Rebuild;

/// <summary>Estimates, plans and cancels the rewriting of tables; <see cref="RebuildTask"/> does it.</summary>
public sealed class RebuildPlans(HubDatabase hub, TimeProvider time)
{
    /// <summary>A window longer than that is a mistake in a date.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromHours(12);

    /// <summary>Bytes a second of tables, while nothing was measured: a slow disk.</summary>
    private const double UsualRate = 20 * 1024 * 1024;

    private const int MaxPlans = 20;

    /// <summary>Every table of the hub, largest gain first.</summary>
    public async Task<IReadOnlyList<RebuildEstimate>> EstimateAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await EstimateAsync(connection, ct);
    }

    public async Task<IReadOnlyList<RebuildPlan>> ListAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var plans = (await connection.QueryAsync<RebuildPlan>(new CommandDefinition(
            """
            SELECT plan_id, kind, starts_at, ends_at, requested_by, cancelled_at, cancelled_by, ended_at FROM rebuild_plan
             ORDER BY ended_at IS NOT NULL, plan_id DESC LIMIT @MaxPlans
            """,
            new { MaxPlans },
            cancellationToken: ct))).AsList();
        var items = (await connection.QueryAsync<RebuildItem>(new CommandDefinition(
            "SELECT * FROM rebuild_item WHERE plan_id = ANY(@Ids) ORDER BY position", new { Ids = plans.Select(p => p.PlanId).ToArray() }, cancellationToken: ct)))
            .ToLookup(i => i.PlanId);
        plans.ForEach(p => p.Items = [.. items[p.PlanId]]);
        return plans;
    }

    /// <summary>Plans tables for a window; they are done in the order of what they gain.</summary>
    public async Task<OperationResult> PlanAsync(
        string kind, IReadOnlyCollection<string> tables, DateTime startsAt, TimeSpan duration, string user, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var known = await EstimateAsync(connection, ct);
        var chosen = known.Where(e => tables.Contains(e.Table)).ToList();
        var refusal = RebuildKinds.All.Contains(kind) && chosen.Count == tables.Distinct().Count()
            ? (chosen.Count, duration) switch
            {
                (0, _) => MaintenanceMessages.Format("RebuildNothing"),
                (_, var d) when d <= TimeSpan.Zero || d > LongestWindow => MaintenanceMessages.Format("RebuildWindow", LongestWindow.TotalHours),
                _ when startsAt + duration <= time.GetUtcNow().UtcDateTime => MaintenanceMessages.Format("RebuildOver"),
                _ => null,
            }
            : MaintenanceMessages.Format("RebuildUnknown");
        var result = refusal is not null
            ? new OperationResult(false, refusal)
            : new OperationResult(true, MaintenanceMessages.Format("RebuildPlanned", chosen.Count, await AddAsync(connection, kind, chosen, startsAt, duration, user, ct)));
        await OperationAudit.WriteAsync(hub, "planear_reconstruccion", user, result, new { kind, tables, startsAt, duration }, null, ct);
        return result;
    }

    /// <summary>Nothing of the plan is begun any more; a table that is being rewritten is finished.</summary>
    public async Task<OperationResult> CancelAsync(long planId, string user, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var isDone = await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE rebuild_plan SET cancelled_at = clock_timestamp(), cancelled_by = @user WHERE plan_id = @planId AND ended_at IS NULL AND cancelled_at IS NULL",
            new { planId, user },
            cancellationToken: ct)) == 1;
        await RebuildTask.CloseAsync(connection, ct);
        OperationResult result = new(isDone, MaintenanceMessages.Format(isDone ? "RebuildCancelled" : "RebuildNotOpen", planId));
        await OperationAudit.WriteAsync(hub, "cancelar_reconstruccion", user, result, new { planId }, null, ct);
        return result;
    }

    private static async Task<IReadOnlyList<RebuildEstimate>> EstimateAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var rate = await connection.ExecuteScalarAsync<double?>(new CommandDefinition(
            """
            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY size_before / greatest(extract(epoch FROM ended_at - started_at), 0.001))
              FROM rebuild_item WHERE status = 'done' AND size_before > 1048576
            """,
            cancellationToken: ct)) ?? UsualRate;
        return (await connection.QueryAsync<RebuildEstimate>(new CommandDefinition(
            """
            SELECT relname AS table, total AS size_bytes, indexes AS index_bytes, n_live_tup AS live, n_dead_tup AS dead,
                   (total * n_dead_tup::float8 / greatest(n_live_tup + n_dead_tup, 1))::bigint AS gain, greatest(last_vacuum, last_autovacuum) AS last_vacuum,
                   make_interval(secs => 1 + total / @rate) AS estimate
              FROM (SELECT *, pg_total_relation_size(relid) AS total, pg_indexes_size(relid) AS indexes FROM pg_stat_user_tables WHERE schemaname = @Schema) t
             ORDER BY gain DESC, total DESC, relname
            """,
            new { HubDatabase.Schema, rate },
            cancellationToken: ct))).AsList();
    }

    private static async Task<long> AddAsync(
        NpgsqlConnection connection, string kind, IReadOnlyList<RebuildEstimate> chosen, DateTime startsAt, TimeSpan duration, string user, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var planId = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "INSERT INTO rebuild_plan (kind, starts_at, ends_at, requested_by) VALUES (@kind, @startsAt, @EndsAt, @user) RETURNING plan_id",
            new { kind, startsAt, EndsAt = startsAt + duration, user },
            cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO rebuild_item (plan_id, table_name, position, estimate, size_before) VALUES (@planId, @Table, @position, @Estimate, @SizeBytes)",
            chosen.Select((c, position) => new { planId, c.Table, position, c.Estimate, c.SizeBytes }),
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return planId;
    }
}
