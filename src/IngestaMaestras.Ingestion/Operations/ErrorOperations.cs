using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>Marks single errors as resolved, or as open again.</summary>
public sealed class ErrorOperations(HubDatabase hub)
{
    public Task<OperationResult> ResolveAsync(long id, string? reason, string user, CancellationToken ct) => ChangeAsync(
        id, "resolver_error", user, reason, "resolved_at = now(), resolved_by = @user", "resolved_at IS NULL", "ErrorResolved", "ErrorResolvedAlready", ct);

    public Task<OperationResult> ReopenAsync(long id, string? reason, string user, CancellationToken ct) => ChangeAsync(
        id, "reabrir_error", user, reason, "resolved_at = NULL, resolved_by = NULL", "resolved_at IS NOT NULL", "ErrorReopened", "ErrorOpenAlready", ct);

    private async Task<OperationResult> ChangeAsync(
        long id, string action, string user, string? reason, string change, string condition, string done, string refused, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var before = await connection.QuerySingleOrDefaultAsync<(DateTime? At, string? By, bool Matches)?>(new CommandDefinition(
            $"SELECT resolved_at, resolved_by, {condition} FROM error_log WHERE id = @id FOR UPDATE", new { id }, cancellationToken: ct));
        OperationResult result = before is null ? new(false, OperationMessages.Format("ErrorUnknown", id))
            : before.Value.Matches ? new(true, OperationMessages.Format(done, id))
            : new(false, OperationMessages.Format(refused, id, before.Value.By));
        if (result.Done)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"UPDATE error_log SET {change} WHERE id = @id", new { id, user }, cancellationToken: ct));
        }

        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                action, user, result.Done ? "succeeded" : "error", new { ErrorId = id }, ErrorMessage: result.Done ? null : result.Message,
                AdditionalInfo: new { Reason = reason, Before = before?.By }),
            ct);
        await transaction.CommitAsync(ct);
        return result;
    }
}
