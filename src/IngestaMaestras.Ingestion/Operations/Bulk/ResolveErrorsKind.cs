using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Queries.Errors;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>
/// Marks the open errors of a filter as resolved. Its item's detail is the last row that was there when it was confirmed:
/// what comes later is not among what was seen.
/// </summary>
public sealed class ResolveErrorsKind(HubDatabase hub) : IOperationKind
{
    private const int BatchSize = 10_000;

    public string Code => OperationKinds.ResolveErrors;

    public bool NeedsReason(string parameters) => true;

    public async Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct)
    {
        ErrorSql sql = new(Read(parameters));
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.QueryAsync<(string? Maestra, string Type, long Count, long Last)>(new CommandDefinition(
            $"""
            SELECT maestra, error_type, count(*), max(id) FROM ({sql.Select("maestra, error_type, id", ErrorOrder.NewestFirst)}) e
             GROUP BY 1, 2 ORDER BY 1 NULLS LAST, 2
            """,
            sql.Parameters,
            commandTimeout: 0,
            cancellationToken: ct));
        return new OperationPlan(
            [
                .. rows.Select((r, i) => new PlannedItem(
                    $"errors:{r.Maestra}/{r.Type}", $"{r.Count}|{r.Last}", $"{r.Maestra ?? OperationMessages.Format("NoMaster")} · {r.Type}",
                    OperationMessages.Format("ResolveAction", r.Count), Group: i, Maestra: r.Maestra,
                    Detail: AuditLog.ToJson(new ResolveDetail(r.Type, r.Last, r.Count, 0)))),
            ],
            [OperationMessages.Format("ResolveNote")]);
    }

    /// <summary>One batch of one group.</summary>
    public async Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct)
    {
        var item = work.Next[0];
        var detail = AuditLog.FromJson<ResolveDetail>(item.Detail)!;
        ErrorSql sql = new(Read(work.Operation.Parameters) with { Maestra = item.Maestra ?? ErrorFilter.None, ErrorType = detail.ErrorType });
        sql.Parameters.AddDynamicParams(new { detail.LastId, BatchSize, By = work.Operation.RequestedBy });
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var count = await connection.ExecuteAsync(new CommandDefinition(
            $"""
            UPDATE error_log SET resolved_at = now(), resolved_by = @By
             WHERE id IN (SELECT id FROM ({sql.Select("id", ErrorOrder.NewestFirst)}) e WHERE id <= @LastId LIMIT @BatchSize)
            """,
            sql.Parameters,
            commandTimeout: 0,
            cancellationToken: ct));
        detail = detail with { Done = detail.Done + count };
        item.Detail = AuditLog.ToJson(detail);
        await OperationWork.SaveAsync(
            connection, item, count < BatchSize ? ItemStatus.Succeeded : ItemStatus.Running,
            OperationMessages.Format("ResolveDone", detail.Done, detail.Count), ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Only what is open can be resolved.</summary>
    private static ErrorFilter Read(string parameters) => AuditLog.FromJson<ErrorFilter>(parameters)! with { IsResolved = false };

    private sealed record ResolveDetail(string ErrorType, long LastId, long Count, long Done);
}
