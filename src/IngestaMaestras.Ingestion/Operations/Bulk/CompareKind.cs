using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Compares a target with the hub, key by key, and changes nothing. An item's detail is its report.</summary>
public sealed class CompareKind(Reconciliation reconciliation, DeliveryTargets targets, DeliveryStatus status, Func<LayoutSet> layouts) : IOperationKind
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    public string Code => OperationKinds.Compare;

    public async Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct)
    {
        var asked = AuditLog.FromJson<TargetParameters>(parameters)!;
        var target = targets.Find(asked.Target ?? "")
            ?? throw new OperationRefusedException(OperationMessages.Format("UnknownTarget", asked.Target, string.Join(", ", targets.All.Select(t => t.Name))));
        if (target.OffReason is { } off)
        {
            throw new OperationRefusedException(OperationMessages.Format("TargetOff", target.Title, off));
        }

        var items = (await status.ListAsync(target.Name, asked.Maestra, ct)).Where(i => layouts().Find(i.Maestra) is not null);
        return new OperationPlan(
            [
                .. items.Select(i => new PlannedItem(
                    $"compare:{i.Target}/{i.Maestra}", "", $"{i.Maestra} → {target.Title}", OperationMessages.Format("CompareAction"),
                    Maestra: i.Maestra, Target: i.Target)),
            ],
            [OperationMessages.Format("CompareNote", target.Title)]);
    }

    public async Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct)
    {
        var item = work.Next[0];
        if (layouts().Find(item.Maestra!) is not { } layout)
        {
            await work.SaveAsync(item, ItemStatus.Failed, OperationMessages.Format("NoLayoutNow", item.Maestra), ct);
            return null;
        }

        try
        {
            var report = await reconciliation.CompareAsync(item.Target!, layout, fix: false, work.Operation.RequestedBy, ct);
            item.Detail = AuditLog.ToJson(report);
            await work.SaveAsync(item, report.IsEqual ? ItemStatus.Succeeded : ItemStatus.Failed, Describe(report), ct);
            return null;
        }
        catch (DeliveryLostException)
        {
            // A delivery is under way: it goes first.
            return TryAgainAfter;
        }
        catch (DeliveryException e)
        {
            await work.SaveAsync(item, ItemStatus.Failed, e.Message, ct);
            return null;
        }
    }

    /// <summary>The report in one sentence.</summary>
    internal static string Describe(ReconcileReport report) => report.IsEqual
        ? OperationMessages.Format("CompareEqual", report.HubRows, report.Pending)
        : OperationMessages.Format("CompareDiffers", report.Missing, report.Different, report.Superfluous, report.HubRows, report.TargetRows);
}
