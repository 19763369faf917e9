using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Mends what a comparison found, through the normal path; what differs otherwise by then is left alone.</summary>
public sealed class MendKind(OperationStore store, Reconciliation reconciliation, DeliveryFollower follower, Func<LayoutSet> layouts) : IOperationKind
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    public string Code => OperationKinds.Mend;

    public bool NeedsAdministrator(string parameters) => true;

    public bool NeedsReason(string parameters) => true;

    public async Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct)
    {
        var compared = AuditLog.FromJson<MendParameters>(parameters)!.OperationId;
        if (await store.FindAsync(compared, ct) is not { Kind: OperationKinds.Compare })
        {
            throw new OperationRefusedException(OperationMessages.Format("MendNeedsComparison", compared));
        }

        var items = await store.ListItemsAsync(compared, ct);
        return new OperationPlan(
            [
                .. items.Select(i => (Item: i, Report: AuditLog.FromJson<ReconcileReport>(i.Detail))).Where(i => i.Report is { IsEqual: false })
                    .Select(i => new PlannedItem(
                        $"delivery:{i.Item.Target}/{i.Item.Maestra}", $"{i.Report!.Missing}|{i.Report.Different}|{i.Report.Superfluous}", i.Item.Label,
                        OperationMessages.Format("MendAction", i.Report.Missing + i.Report.Different, i.Report.Superfluous),
                        Maestra: i.Item.Maestra, Target: i.Item.Target, Detail: i.Item.Detail)),
            ],
            []);
    }

    public async Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct)
    {
        foreach (var item in work.Next.Where(i => i.State == ItemStatus.Pending).ToList())
        {
            try
            {
                await MendAsync(work, item, ct);
            }
            catch (DeliveryLostException)
            {
                return TryAgainAfter;
            }
            catch (DeliveryException e)
            {
                await work.SaveAsync(item, ItemStatus.Failed, e.Message, ct);
            }
        }

        await follower.FollowAsync(work, ct);
        return work.Next.Count == 0 ? null : DeliveryFollower.Poll;
    }

    private async Task MendAsync(OperationWork work, OperationItem item, CancellationToken ct)
    {
        if (layouts().Find(item.Maestra!) is not { } layout)
        {
            await work.SaveAsync(item, ItemStatus.Failed, OperationMessages.Format("NoLayoutNow", item.Maestra), ct);
            return;
        }

        var shown = AuditLog.FromJson<ReconcileReport>(item.Detail)!;
        var now = await reconciliation.CompareAsync(item.Target!, layout, fix: false, work.Operation.RequestedBy, ct);
        if ((now.Missing, now.Different, now.Superfluous) != (shown.Missing, shown.Different, shown.Superfluous))
        {
            await work.SaveAsync(
                item, now.IsEqual ? ItemStatus.Skipped : ItemStatus.Failed, OperationMessages.Format("MendChanged", CompareKind.Describe(now)), ct);
            return;
        }

        var mended = await reconciliation.CompareAsync(item.Target!, layout, fix: true, work.Operation.RequestedBy, ct);
        await follower.BeginAsync(work, item, OperationMessages.Format("MendDone", mended.Mended), ct);
    }
}
