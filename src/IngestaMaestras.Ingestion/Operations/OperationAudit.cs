using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>Writes an operator's action to <c>audit_log</c>, after it was done or refused.</summary>
public static class OperationAudit
{
    /// <param name="more">Reason, before and after.</param>
    public static async Task WriteAsync(
        HubDatabase hub, string action, string user, OperationResult result, object parameters, object? more, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                action, user, result.Done ? "succeeded" : "error", parameters, result.Done ? new { result.Message } : null,
                result.Done ? null : result.Message, more),
            ct);
    }
}
