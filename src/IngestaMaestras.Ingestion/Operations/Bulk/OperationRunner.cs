using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Journal;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>
/// Carries operations on, a piece at a time, under a lease: should this process end, another one goes on from the first
/// item that has not ended.
/// </summary>
public sealed class OperationRunner(
    OperationStore store, IEnumerable<IOperationKind> kinds, IngestaOptions options, ILogger<OperationRunner> logger)
{
    private readonly Dictionary<string, IOperationKind> _kinds = kinds.ToDictionary(k => k.Code, StringComparer.Ordinal);

    /// <summary>Takes the next operation that is due and does its next piece.</summary>
    /// <returns>False when none is due.</returns>
    public async Task<bool> AdvanceNextAsync(CancellationToken ct)
    {
        if (await store.TakeAsync(options.LeaseDuration, ct) is not { } operation)
        {
            return false;
        }

        using var own = Correlation.Begin(operation.Correlation);
        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(operation.OperationId, held);
        TimeSpan? wait = options.LeaseRenewInterval;
        try
        {
            wait = await AdvanceAsync(operation, held.Token);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            logger.LogWarning("Operación {OperationId}: otro trabajador la tiene", operation.OperationId);
        }
        finally
        {
            await held.CancelAsync();
            await renewing;
            await store.ReleaseAsync(operation.OperationId, wait ?? TimeSpan.Zero);
        }

        return true;
    }

    private async Task<TimeSpan?> AdvanceAsync(OperationRow operation, CancellationToken ct)
    {
        if (!_kinds.TryGetValue(operation.Kind, out var kind))
        {
            // A newer program made it: whoever knows it goes on.
            return options.LeaseDuration;
        }

        if (operation.CancelRequestedAt is not null)
        {
            await store.CancelPendingAsync(operation.OperationId, OperationMessages.Format("ItemCancelled", operation.CancelledBy), ct);
        }

        OperationWork work = new(operation, await store.ListItemsAsync(operation.OperationId, ct), store);
        if (work.Next.Count == 0)
        {
            await EndAsync(work, ct);
            return null;
        }

        if (await HoldAfterTrialAsync(work, ct))
        {
            return null;
        }

        try
        {
            return await kind.AdvanceAsync(work, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException && !Hub.SqlStates.IsTransient(e))
        {
            // Trying again would end the same way, for ever: the items say so, and the others go on.
            logger.LogError(e, "Operación {OperationId}: fallo inesperado", operation.OperationId);
            foreach (var item in work.Next)
            {
                await work.SaveAsync(item, ItemStatus.Failed, OperationMessages.Format("ItemUnexpected", e.Message), ct);
            }

            return null;
        }
    }

    /// <summary>The rest of an operation goes on by itself only when its trial ended well.</summary>
    private async Task<bool> HoldAfterTrialAsync(OperationWork work, CancellationToken ct)
    {
        var trial = work.Items.Where(i => i.GroupNo < work.Operation.TrialGroups).ToList();
        if (work.Operation.TrialDecidedBy is not null || trial.Any(i => !i.IsEnded) || trial.All(i => i.State is ItemStatus.Succeeded or ItemStatus.Skipped))
        {
            return false;
        }

        await store.HoldAsync(
            work.Operation.OperationId,
            OperationMessages.Format("TrialFailed", trial.Count(i => i.State == ItemStatus.Failed), trial.Count, work.Items.Count(i => !i.IsEnded)),
            ct);
        return true;
    }

    private async Task EndAsync(OperationWork work, CancellationToken ct)
    {
        var states = work.Items.Select(i => i.State).ToHashSet();
        var status = states.Contains(ItemStatus.Cancelled) ? RunStatus.Cancelled
            : !states.Contains(ItemStatus.Failed) ? RunStatus.Succeeded
            : states.Contains(ItemStatus.Succeeded) ? RunStatus.Partial
            : RunStatus.Failed;
        await store.EndAsync(work.Operation, work.Items, status, null, ct);
        logger.LogInformation(
            "Operación {OperationId} ({Kind}, pedida por {RequestedBy}): {Status}", work.Operation.OperationId, work.Operation.Kind,
            work.Operation.RequestedBy, status.Code());
    }

    private async Task RenewAsync(long id, CancellationTokenSource held)
    {
        try
        {
            using PeriodicTimer timer = new(options.LeaseRenewInterval);
            while (await timer.WaitForNextTickAsync(held.Token))
            {
                if (!await store.RenewAsync(id, options.LeaseDuration, held.Token))
                {
                    await held.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The piece is done.
        }
        catch (Exception e) when (Hub.SqlStates.IsTransient(e))
        {
            logger.LogWarning("Operación {OperationId}: no se pudo renovar su reserva: {Reason}", id, e.Message);
            await held.CancelAsync();
        }
    }
}
