using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>Sends changes to a target again: previewed with counts, done under the delivery's own lock, audited.</summary>
public sealed class ReplayOperations(
    HubDatabase hub, DeliveryTargets targets, DeliveryStore store, DeliveryRunner runner, DeliveryDispatcher dispatcher,
    Reconciliation reconciliation, ChangeFeed feed, Func<LayoutSet> layouts)
{
    /// <summary>How long a delivery under way is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>What the request would send, per master.</summary>
    /// <exception cref="OperationRefusedException">There is no such target, master or run; the message says so.</exception>
    public async Task<IReadOnlyList<ReplayPlan>> PreviewAsync(ReplayRequest request, CancellationToken ct)
    {
        _ = FindTarget(request.Target);
        List<ReplayPlan> plans = [];
        foreach (var layout in FindLayouts(request.Maestra))
        {
            if (request.Key is { } key)
            {
                plans.Add(new ReplayPlan(layout.Maestra, 0, await HoldsKeyAsync(layout, key, ct) ? 1 : 0));
            }
            else if (await FindVersionAsync(request, layout.Maestra, ct) is { } version)
            {
                plans.Add(new ReplayPlan(layout.Maestra, version, await feed.CountAsync(layout, version, ct)));
            }
        }

        return plans;
    }

    /// <summary>Lowers the watermarks, or renumbers the key, and enqueues the deliveries.</summary>
    /// <returns>What was planned, which is what will be sent.</returns>
    /// <exception cref="OperationRefusedException">As above, or a delivery did not stand still in time.</exception>
    /// <exception cref="DeliveryException">The target does not answer.</exception>
    public async Task<IReadOnlyList<ReplayPlan>> ExecuteAsync(ReplayRequest request, string user, string? reason, CancellationToken ct)
    {
        var target = FindTarget(request.Target);
        var plans = (await PreviewAsync(request, ct)).Where(p => p.Rows > 0).ToList();
        var identity = await runner.ContactAsync(target, ct);
        foreach (var plan in plans)
        {
            if (request.Key is { } key)
            {
                await reconciliation.TouchAsync(layouts().Find(plan.Maestra)!, [key], ct);
            }
            else
            {
                await LowerAsync(target, identity, plan, ct);
            }

            await dispatcher.DispatchAsync(request.Key is null ? target.Name : null, plan.Maestra, failedToo: true, ct);
        }

        await using var connection = await hub.OpenAsync(ct);
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                "reenviar", user, "succeeded", request, new { Rows = plans.Sum(p => p.Rows), Masters = plans },
                AdditionalInfo: new { Reason = reason }),
            ct);
        return plans;
    }

    private IDeliveryTarget FindTarget(string name)
    {
        var target = targets.Find(name)
            ?? throw new OperationRefusedException(OperationMessages.Format("UnknownTarget", name, string.Join(", ", targets.All.Select(t => t.Name))));
        return target.OffReason is { } reason
            ? throw new OperationRefusedException(OperationMessages.Format("TargetOff", target.Title, reason))
            : target;
    }

    private IEnumerable<Layout> FindLayouts(string? maestra)
    {
        if (maestra is null)
        {
            return layouts().All;
        }

        return layouts().Find(maestra) is { } layout
            ? [layout]
            : throw new OperationRefusedException(OperationMessages.Format("UnknownMaestra", maestra, string.Join(", ", layouts().All.Select(l => l.Maestra))));
    }

    /// <summary>The version above which everything is sent; null: nothing of this master.</summary>
    private async Task<long?> FindVersionAsync(ReplayRequest request, string maestra, CancellationToken ct)
    {
        if (request.RunId is null && request.Since is null)
        {
            return request.FromVersion ?? 0;
        }

        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            """
            SELECT min(rf.version_from) FROM run_file rf JOIN file f USING (file_id)
             WHERE f.maestra = @maestra AND rf.version_to IS NOT NULL
               AND (@RunId::bigint IS NULL OR rf.run_id = @RunId) AND (@Since::date IS NULL OR f.fecha_proceso >= @Since)
            """,
            new { maestra, request.RunId, request.Since },
            cancellationToken: ct));
    }

    private async Task<bool> HoldsKeyAsync(Layout layout, string key, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"""
            SELECT EXISTS (SELECT 1 FROM {HubDatabase.Schema}.{Hub.Tables.HubColumn.Quote(layout.Table)} h
                            WHERE {Hub.Tables.HubColumn.KeyTextSql(layout, "h")} = @key)
                OR EXISTS (SELECT 1 FROM tombstone WHERE maestra = @Maestra AND key_text = @key)
            """,
            new { layout.Maestra, key },
            commandTimeout: 0,
            cancellationToken: ct));
    }

    /// <summary>With the delivery in our own hands nobody else moves the watermark; the next holder starts from ours.</summary>
    private async Task LowerAsync(IDeliveryTarget target, TargetIdentity identity, ReplayPlan plan, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        while (true)
        {
            if (await store.TryAcquireAsync(target.Name, plan.Maestra, identity.Identity, ct) is { } taken)
            {
                await store.LowerAsync(target.Name, plan.Maestra, taken.Epoch, plan.FromVersion, ct);
                return;
            }

            try
            {
                await Task.Delay(Poll, patience.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                throw new OperationRefusedException(OperationMessages.Format("DeliveryBusy", plan.Maestra, target.Title));
            }
        }
    }
}
