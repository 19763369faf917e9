using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Queries.Dates;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>
/// Takes a failed file, or what is missing on a date, as it is: the date is settled by it, visibly, with a reason. It holds
/// for what is known now; a later failure of the same file is not accepted by it.
/// </summary>
public sealed class AcceptOperations(HubDatabase hub, DateOutcomes dates)
{
    private const string AcceptAction = "aceptar";
    private const string WithdrawAction = "retirar_aceptacion";

    /// <summary>What was accepted on a date, the latest first.</summary>
    public async Task<IReadOnlyList<Acceptance>> ListAsync(DateOnly date, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<Acceptance>(new CommandDefinition(
            """
            SELECT a.acceptance_id, a.fecha_proceso, a.maestra, f.file_name, a.reason, a.accepted_by, a.accepted_at
              FROM acceptance a LEFT JOIN file f ON f.file_id = a.root_file_id
             WHERE a.fecha_proceso = @date ORDER BY a.acceptance_id DESC
            """,
            new { date },
            cancellationToken: ct))];
    }

    /// <summary>One failed file.</summary>
    public async Task<OperationResult> AcceptFileAsync(long fileId, string? reason, string user, CancellationToken ct)
    {
        DateOnly? date;
        await using (var connection = await hub.OpenAsync(ct))
        {
            date = await connection.ExecuteScalarAsync<DateOnly?>(new CommandDefinition(
                "SELECT fecha_proceso FROM file WHERE file_id = @fileId", new { fileId }, cancellationToken: ct));
        }

        var file = date is { } day ? (await dates.ReadAsync([day], ct))[0].FailedFiles.FirstOrDefault(f => f.FileId == fileId) : null;
        return await AcceptAsync(
            date, reason, user, file is null ? [] : [(file.Maestra, file.FileId, file.FileName)],
            date is null ? OperationMessages.Format("UnknownFile", fileId) : OperationMessages.Format("AcceptNotFailed", fileId), ct);
    }

    /// <summary>Everything of a date that failed or did not come.</summary>
    public async Task<OperationResult> AcceptDateAsync(DateOnly date, string? reason, string user, CancellationToken ct)
    {
        var outcome = (await dates.ReadAsync([date], ct))[0];
        if (outcome.Masters.FirstOrDefault(m => m.Condition is MasterCondition.Pending or MasterCondition.Running or MasterCondition.Held) is { } open)
        {
            return await RefuseAsync(date, reason, user, OperationMessages.Format("AcceptStillOpen", date, open.Maestra), ct);
        }

        return await AcceptAsync(
            date, reason, user,
            [
                .. outcome.FailedFiles.Select(f => (f.Maestra, (long?)f.FileId, f.FileName)),
                .. outcome.Masters.Where(m => m.Condition == MasterCondition.Missing).Select(m => (m.Maestra, (long?)null, m.Maestra!)),
            ],
            OperationMessages.Format("AcceptNothing", date), ct);
    }

    /// <summary>Takes an acceptance back: what it covered counts again.</summary>
    public async Task<OperationResult> WithdrawAsync(long acceptanceId, string user, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var gone = await connection.QuerySingleOrDefaultAsync<Acceptance>(new CommandDefinition(
            "DELETE FROM acceptance WHERE acceptance_id = @acceptanceId RETURNING acceptance_id, fecha_proceso, maestra, reason, accepted_by, accepted_at",
            new { acceptanceId },
            cancellationToken: ct));
        var result = gone is null
            ? new OperationResult(false, OperationMessages.Format("AcceptanceUnknown"))
            : new OperationResult(true, OperationMessages.Format("AcceptanceWithdrawn", gone.FechaProceso));
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                WithdrawAction, user, result.Done ? "succeeded" : "error", new { AcceptanceId = acceptanceId, gone?.FechaProceso, gone?.Maestra },
                ErrorMessage: result.Done ? null : result.Message, AdditionalInfo: gone is null ? null : new { Before = new { gone.Reason, gone.AcceptedBy } }),
            ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    private async Task<OperationResult> AcceptAsync(
        DateOnly? date, string? reason, string user, IReadOnlyList<(string? Maestra, long? FileId, string Name)> things, string nothing,
        CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return await RefuseAsync(date, reason, user, OperationMessages.Format("AcceptNeedsReason"), ct);
        }

        if (things.Count == 0)
        {
            return await RefuseAsync(date, reason, user, nothing, ct);
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO acceptance (fecha_proceso, maestra, root_file_id, run_id, reason, accepted_by)
            SELECT @date, t.maestra, f.root_file_id, coalesce((SELECT max(run_id) FROM run), 0), @reason, @user
              FROM unnest(@Masters, @Files) AS t (maestra, file_id) LEFT JOIN file f ON f.file_id = t.file_id
            """,
            new { date, reason, user, Masters = things.Select(t => t.Maestra).ToArray(), Files = things.Select(t => t.FileId).ToArray() },
            cancellationToken: ct));
        var names = string.Join(", ", things.Select(t => t.Name));
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                AcceptAction, user, "succeeded", new { FechaProceso = date, Files = things.Select(t => t.Name) },
                AdditionalInfo: new { Reason = reason, Before = "failed", After = "aceptado" }),
            ct);
        await transaction.CommitAsync(ct);
        return new OperationResult(true, OperationMessages.Format("Accepted", date, names));
    }

    private async Task<OperationResult> RefuseAsync(DateOnly? date, string? reason, string user, string message, CancellationToken ct)
    {
        OperationResult result = new(false, message);
        await OperationAudit.WriteAsync(hub, AcceptAction, user, result, new { FechaProceso = date }, new { Reason = reason }, ct);
        return result;
    }
}
