using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Wide actions: previewed, confirmed only while what was shown is still so, and stopped.</summary>
public sealed class BulkOperations(HubDatabase hub, IEnumerable<IOperationKind> kinds)
{
    /// <summary>Held while an operation is confirmed, so that two do not take the same things.</summary>
    private const long ConfirmLock = 0x4F50_4552;

    private readonly Dictionary<string, IOperationKind> _kinds = kinds.ToDictionary(k => k.Code, StringComparer.Ordinal);

    /// <summary>Null when there is no such kind.</summary>
    public IOperationKind? FindKind(string? code) => code is null ? null : _kinds.GetValueOrDefault(code);

    /// <summary>What would be done; changes nothing and leaves no trace.</summary>
    /// <exception cref="OperationRefusedException">It cannot be done at all; the message says why.</exception>
    public async Task<OperationPlan> PreviewAsync(string kind, object parameters, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await PlanAsync(connection, kind, AuditLog.ToJson(parameters)!, ct);
    }

    /// <summary>Begins an operation, provided that it would still do what was shown.</summary>
    /// <param name="snapshot">Of the plan that was shown; null: whatever the plan is now.</param>
    /// <exception cref="OperationRefusedException">As above, or there is nothing to do, or a reason is missing.</exception>
    public async Task<BulkStart> StartAsync(
        string kind, object parameters, string? snapshot, string user, string? reason, CancellationToken ct)
    {
        var json = AuditLog.ToJson(parameters)!;
        if (_kinds[kind].NeedsReason(json) && string.IsNullOrWhiteSpace(reason))
        {
            throw new OperationRefusedException(OperationMessages.Format("OperationNeedsReason"));
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(@ConfirmLock)", new { ConfirmLock }, cancellationToken: ct));
        var plan = await PlanAsync(connection, kind, json, ct);
        if (snapshot is not null && plan.Compare(snapshot) is { Count: > 0 } differences)
        {
            return new BulkStart(null, plan, differences);
        }

        if (plan.Actions == 0)
        {
            throw new OperationRefusedException(OperationMessages.Format("OperationEmpty"));
        }

        var id = await OperationStore.AddAsync(connection, kind, json, plan, user, reason, ct);
        await transaction.CommitAsync(ct);
        return new BulkStart(id, plan, []);
    }

    /// <summary>What has not begun will not be done; what is under way ends.</summary>
    public Task<OperationResult> CancelAsync(long id, string user, CancellationToken ct) => ChangeAsync(
        id, "cancelar_operacion", user,
        o => o.CanCancel,
        """
        UPDATE operation SET cancel_requested_at = now(), cancelled_by = @user, wake_at = NULL, status = CASE WHEN status = 'held' THEN 'queued' ELSE status END
         WHERE operation_id = @id
        """,
        "OperationCancelling", "OperationNotActive", ct);

    /// <summary>Lets the rest go on although the trial did not end well.</summary>
    public Task<OperationResult> ContinueAsync(long id, string user, CancellationToken ct) => ChangeAsync(
        id, "continuar_operacion", user,
        o => o.State == RunStatus.Held,
        "UPDATE operation SET trial_decided_by = @user, status = 'queued', wake_at = NULL, message = NULL WHERE operation_id = @id",
        "OperationContinues", "OperationNotHeld", ct);

    private async Task<OperationPlan> PlanAsync(NpgsqlConnection connection, string kind, string parameters, CancellationToken ct)
    {
        var plan = await _kinds[kind].PlanAsync(parameters, ct);
        if (plan.Items.Count > OperationPlan.MaxItems)
        {
            throw new OperationRefusedException(OperationMessages.Format("OperationTooLarge", plan.Items.Count, OperationPlan.MaxItems));
        }

        var busy = await OperationStore.FindBusyAsync(connection, [.. plan.Items.Where(i => !i.IsSkipped).Select(i => i.Key)], ct);
        return busy.Count == 0 ? plan : plan with
        {
            Items = [.. plan.Items.Select(i => !i.IsSkipped && busy.TryGetValue(i.Key, out var other)
                ? i with { IsSkipped = true, Action = OperationMessages.Format("ItemBusy", other.OperationId, other.By) }
                : i)],
        };
    }

    private async Task<OperationResult> ChangeAsync(
        long id, string action, string user, Func<OperationRow, bool> isAllowed, string sql, string done, string refused, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var operation = await connection.QuerySingleOrDefaultAsync<OperationRow>(new CommandDefinition(
            $"SELECT {OperationRow.Columns} FROM operation o WHERE o.operation_id = @id FOR UPDATE", new { id }, cancellationToken: ct));
        var number = id.ToString(CultureInfo.InvariantCulture);
        OperationResult result = operation is null ? new(false, OperationMessages.Format("OperationUnknown", number))
            : isAllowed(operation) ? new(true, OperationMessages.Format(done, number))
            : new(false, OperationMessages.Format(refused, number));
        if (result.Done)
        {
            await connection.ExecuteAsync(new CommandDefinition(sql, new { id, user }, cancellationToken: ct));
        }

        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                action, user, result.Done ? "succeeded" : "error", new { OperationId = id, operation?.Kind },
                ErrorMessage: result.Done ? null : result.Message, AdditionalInfo: new { Before = operation?.Status }),
            ct);
        await transaction.CommitAsync(ct);
        return result;
    }
}

/// <summary>What came of a confirmation.</summary>
/// <param name="OperationId">Null: nothing was done, because things are not as they were shown.</param>
/// <param name="Plan">As it is now.</param>
/// <param name="Differences">From what was shown.</param>
public sealed record BulkStart(long? OperationId, OperationPlan Plan, IReadOnlyList<PlanDifference> Differences);
