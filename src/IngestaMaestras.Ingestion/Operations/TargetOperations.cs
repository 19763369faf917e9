using Dapper;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>What operators do to delivery targets.</summary>
public sealed class TargetOperations(HubDatabase hub, DeliveryTargets targets, DeliveryRunner runner, DeliveryDispatcher dispatcher)
{
    private const string DeliverAction = "entregar_ahora";
    private const string ForgetAction = "olvidar_destino";

    /// <summary>Puts whatever is pending into the queue, failed deliveries and those that wait for their next attempt included.</summary>
    /// <param name="maestra">Only this one; null: all.</param>
    public async Task<OperationResult> DeliverNowAsync(string target, string? maestra, string user, CancellationToken ct)
    {
        var result = await TryDeliverAsync(target, maestra, ct);
        await OperationAudit.WriteAsync(hub, DeliverAction, user, result, new { Target = target, Maestra = maestra }, null, ct);
        return result;
    }

    /// <summary>
    /// Makes the program forget a target: its watermarks go, and tombstones wait for it no more. Should it ever be on again
    /// it gets everything from the start, and what it holds too much is for reconcile to find.
    /// </summary>
    public async Task<OperationResult> ForgetAsync(string target, string reason, string user, CancellationToken ct)
    {
        var name = target.ToLowerInvariant();
        var (result, before) = string.IsNullOrWhiteSpace(reason)
            ? (new OperationResult(false, OperationMessages.Format("ForgetNeedsReason")), null)
            : await TryForgetAsync(name, ct);
        await OperationAudit.WriteAsync(hub, ForgetAction, user, result, new { Target = name }, new { Reason = reason, Before = before }, ct);
        return result;
    }

    private async Task<OperationResult> TryDeliverAsync(string name, string? maestra, CancellationToken ct)
    {
        if (targets.Find(name) is not { } target)
        {
            return Refuse("UnknownTarget", name, string.Join(", ", targets.All.Select(t => t.Name)));
        }

        if (target.OffReason is { } off)
        {
            return Refuse("TargetOff", target.Title, off);
        }

        try
        {
            await runner.ContactAsync(target, ct);
        }
        catch (DeliveryException e)
        {
            return new OperationResult(false, e.Message);
        }

        var count = await dispatcher.DispatchAsync(target.Name, maestra, failedToo: true, ct);
        if (count == 0 && await IsHeldAsync(target.Name, maestra, ct))
        {
            return Refuse("TargetHeld", target.Title);
        }

        return new OperationResult(true, OperationMessages.Format(count == 0 ? "NothingToDeliver" : "DeliveriesQueued", target.Title, count));
    }

    private async Task<bool> IsHeldAsync(string target, string? maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            SELECT EXISTS (SELECT 1 FROM delivery
                            WHERE target = @target AND (@maestra::text IS NULL OR maestra = @maestra) AND held_since IS NOT NULL)
            """,
            new { target, maestra },
            cancellationToken: ct));
    }

    private async Task<(OperationResult Result, object? Before)> TryForgetAsync(string name, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var known = (await connection.QueryAsync<(string? Identity, string? OffReason)>(new CommandDefinition(
            "SELECT identity, off_reason FROM delivery_target WHERE target = @name FOR UPDATE", new { name }, cancellationToken: ct))).ToList();
        if (known.Count == 0)
        {
            return (Refuse("TargetNotKnown", name), null);
        }

        // One that this program has no part for any more can only be forgotten.
        if (targets.Find(name) is { } target && (target.OffReason is null || known[0].OffReason is null))
        {
            return (Refuse("TargetIsOn", target.Title), null);
        }

        var watermarks = (await connection.QueryAsync<(string Maestra, long Watermark)>(new CommandDefinition(
            "SELECT maestra, watermark FROM delivery WHERE target = @name ORDER BY maestra", new { name }, cancellationToken: ct)))
            .ToDictionary(w => w.Maestra, w => w.Watermark, StringComparer.Ordinal);
        await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM delivery_target WHERE target = @name", new { name }, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return (new OperationResult(true, OperationMessages.Format("TargetForgotten", name)), new { known[0].Identity, Watermarks = watermarks });
    }

    private static OperationResult Refuse(string text, params object?[] values) => new(false, OperationMessages.Format(text, values));
}
