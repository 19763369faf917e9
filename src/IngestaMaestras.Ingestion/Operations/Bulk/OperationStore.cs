using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Keeps operations and their items.</summary>
public sealed class OperationStore(HubDatabase hub, WorkerIdentity worker)
{
    private const string ListSql = $"SELECT {OperationRow.Columns}, totals.* FROM operation o {OperationRow.Totals}";

    internal ValueTask<NpgsqlConnection> OpenAsync(CancellationToken ct) => hub.OpenAsync(ct);

    /// <summary>Adds an operation with its items, within the caller's transaction.</summary>
    internal static async Task<long> AddAsync(
        NpgsqlConnection connection, string kind, string parameters, OperationPlan plan, string user, string? reason, CancellationToken ct)
    {
        var id = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            INSERT INTO operation (kind, requested_by, reason, parameters, trial_groups, correlation)
            VALUES (@kind, @user, @reason, @parameters::jsonb, @TrialGroups, @Correlation) RETURNING operation_id
            """,
            new { kind, user, reason, parameters, plan.TrialGroups, Correlation = Correlation.Current },
            cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO operation_item (operation_id, item_no, group_no, item_key, label, action, fecha_proceso, maestra, file_id, target,
                                        detail, status, message, ended_at)
            SELECT @id, n, g, k, l, a, d, m, f, t, x::jsonb, CASE WHEN s THEN 'skipped' ELSE 'pending' END, CASE WHEN s THEN a END, CASE WHEN s THEN now() END
              FROM unnest(@Groups, @Keys, @Labels, @Actions, @Dates, @Masters, @Files, @Targets, @Details, @Skipped)
                   WITH ORDINALITY AS i (g, k, l, a, d, m, f, t, x, s, n)
            """,
            new
            {
                id,
                Groups = plan.Items.Select(i => i.Group).ToArray(),
                Keys = plan.Items.Select(i => i.Key).ToArray(),
                Labels = plan.Items.Select(i => i.Label).ToArray(),
                Actions = plan.Items.Select(i => i.Action).ToArray(),
                Dates = plan.Items.Select(i => i.Date).ToArray(),
                Masters = plan.Items.Select(i => i.Maestra).ToArray(),
                Files = plan.Items.Select(i => i.FileId).ToArray(),
                Targets = plan.Items.Select(i => i.Target).ToArray(),
                Details = plan.Items.Select(i => i.Detail).ToArray(),
                Skipped = plan.Items.Select(i => i.IsSkipped).ToArray(),
            },
            cancellationToken: ct));
        return id;
    }

    /// <summary>Operations, the latest first.</summary>
    /// <param name="before">Only those before this one.</param>
    public async Task<Page<OperationRow>> ListAsync(long? before, int size, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.QueryAsync<OperationRow>(new CommandDefinition(
            $"{ListSql} WHERE @before::bigint IS NULL OR o.operation_id < @before ORDER BY o.operation_id DESC LIMIT @Limit",
            new { before, Limit = size + 1 },
            cancellationToken: ct));
        return Page.Of<OperationRow>([.. rows], size, o => o.OperationId.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Operations that have not ended, oldest first.</summary>
    public async Task<IReadOnlyList<OperationRow>> ListActiveAsync(int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<OperationRow>(new CommandDefinition(
            $"{ListSql} WHERE o.status IN ('queued', 'running', 'held') ORDER BY o.operation_id LIMIT @limit", new { limit }, cancellationToken: ct))];
    }

    /// <summary>Null when there is none of that id.</summary>
    public async Task<OperationRow?> FindAsync(long id, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<OperationRow>(new CommandDefinition(
            $"{ListSql} WHERE o.operation_id = @id", new { id }, cancellationToken: ct));
    }

    public async Task<IReadOnlyList<OperationItem>> ListItemsAsync(long id, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<OperationItem>(new CommandDefinition(
            $"SELECT {OperationItem.Columns} FROM operation_item WHERE operation_id = @id ORDER BY item_no", new { id }, cancellationToken: ct))];
    }

    /// <summary>Of the given things, those that an operation is about to do, or is doing, something about.</summary>
    internal static async Task<IReadOnlyDictionary<string, (long OperationId, string By)>> FindBusyAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> keys, CancellationToken ct) =>
        (await connection.QueryAsync<(string Key, long Id, string By)>(new CommandDefinition(
            """
            SELECT i.item_key, o.operation_id, o.requested_by FROM operation_item i JOIN operation o USING (operation_id)
             WHERE i.item_key = ANY(@Keys) AND i.status IN ('pending', 'running') AND o.status IN ('queued', 'running', 'held')
            """,
            new { Keys = keys.ToArray() },
            cancellationToken: ct))).GroupBy(b => b.Key).ToDictionary(g => g.Key, g => (g.First().Id, g.First().By), StringComparer.Ordinal);

    /// <summary>Takes an operation that is due and that nobody holds; null when there is none.</summary>
    internal async Task<OperationRow?> TakeAsync(TimeSpan lease, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<OperationRow>(new CommandDefinition(
            $"""
            WITH due AS (
                SELECT operation_id FROM operation
                 WHERE status IN ('queued', 'running') AND (lease_until IS NULL OR lease_until < clock_timestamp())
                   AND (wake_at IS NULL OR wake_at <= clock_timestamp())
                 ORDER BY wake_at NULLS FIRST, operation_id LIMIT 1 FOR UPDATE SKIP LOCKED
            )
            UPDATE operation o SET lease_owner = @WorkerId, lease_until = clock_timestamp() + @lease, status = 'running',
                   started_at = coalesce(started_at, clock_timestamp())
              FROM due WHERE o.operation_id = due.operation_id RETURNING {OperationRow.Columns}
            """,
            new { worker.WorkerId, lease },
            cancellationToken: ct));
    }

    /// <summary>False when somebody else has it.</summary>
    internal async Task<bool> RenewAsync(long id, TimeSpan lease, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE operation SET lease_until = clock_timestamp() + @lease WHERE operation_id = @id AND lease_owner = @WorkerId",
            new { id, lease, worker.WorkerId },
            cancellationToken: ct)) == 1;
    }

    /// <summary>Lets go of it, to be looked at again after a while.</summary>
    internal async Task ReleaseAsync(long id, TimeSpan wait)
    {
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            "UPDATE operation SET lease_owner = NULL, lease_until = NULL, wake_at = clock_timestamp() + @wait WHERE operation_id = @id AND lease_owner = @WorkerId",
            new { id, wait, worker.WorkerId });
    }

    /// <summary>Items that have not begun never will.</summary>
    internal async Task CancelPendingAsync(long id, string message, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE operation_item SET status = 'cancelled', message = @message, ended_at = clock_timestamp() WHERE operation_id = @id AND status = 'pending'",
            new { id, message },
            cancellationToken: ct));
    }

    /// <summary>Stops where the trial ended until somebody decides.</summary>
    internal async Task HoldAsync(long id, string message, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE operation SET status = 'held', message = @message, lease_owner = NULL, lease_until = NULL WHERE operation_id = @id AND lease_owner = @WorkerId",
            new { id, message, worker.WorkerId },
            cancellationToken: ct));
    }

    /// <summary>Ends it, with its audit row.</summary>
    internal async Task EndAsync(OperationRow operation, IReadOnlyList<OperationItem> items, RunStatus status, string? message, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var duration = await connection.ExecuteScalarAsync<TimeSpan?>(new CommandDefinition(
            """
            UPDATE operation SET status = @Status, message = @message, ended_at = clock_timestamp(), lease_owner = NULL, lease_until = NULL
             WHERE operation_id = @OperationId AND lease_owner = @WorkerId AND status = 'running' RETURNING clock_timestamp() - created_at
            """,
            new { operation.OperationId, Status = status.Code(), message, worker.WorkerId },
            cancellationToken: ct));
        if (duration is not null)
        {
            await AuditLog.WriteAsync(connection, Describe(operation, items, status, message, duration.Value), ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static AuditEntry Describe(
        OperationRow operation, IReadOnlyList<OperationItem> items, RunStatus status, string? message, TimeSpan duration) => new(
            operation.Kind.Replace('-', '_'),
            operation.RequestedBy,
            status.Code(),
            new { operation.OperationId, Parameters = AuditLog.FromJson<object>(operation.Parameters) },
            new
            {
                Items = items.Count,
                Done = items.Count(i => i.State == ItemStatus.Succeeded),
                Failed = items.Count(i => i.State == ItemStatus.Failed),
                Skipped = items.Count(i => i.State == ItemStatus.Skipped),
                Cancelled = items.Count(i => i.State == ItemStatus.Cancelled),
            },
            message,
            new { operation.Reason, operation.CancelledBy, operation.TrialDecidedBy },
            duration);
}
