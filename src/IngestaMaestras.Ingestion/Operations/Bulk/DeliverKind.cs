using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Delivers what is pending now, failed deliveries included.</summary>
public sealed class DeliverKind(DeliveryStatus status, DeliveryTargets targets, DeliveryRunner runner, DeliveryFollower follower) : IOperationKind
{
    public string Code => OperationKinds.Deliver;

    public async Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct)
    {
        var asked = AuditLog.FromJson<TargetParameters>(parameters)!;
        if (asked.Target is not null && targets.Find(asked.Target) is null)
        {
            throw new OperationRefusedException(OperationMessages.Format("UnknownTarget", asked.Target, string.Join(", ", targets.All.Select(t => t.Name))));
        }

        var items = await status.ListAsync(asked.Target, asked.Maestra, ct);
        return new OperationPlan(
            [
                .. items.Where(i => i.Pending > 0).Select(i => new PlannedItem(
                    $"delivery:{i.Target}/{i.Maestra}", $"{i.State}|{i.Watermark}|{i.LastVersion}", $"{i.Maestra} → {targets.Find(i.Target)?.Title ?? i.Target}",
                    i.OffReason is { } off ? off : OperationMessages.Format("DeliverPending", i.Pending), i.OffReason is not null,
                    Maestra: i.Maestra, Target: i.Target)),
            ],
            []);
    }

    public async Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct)
    {
        foreach (var ofTarget in work.Next.Where(i => i.State == ItemStatus.Pending).GroupBy(i => i.Target!).ToList())
        {
            try
            {
                await runner.ContactAsync(targets.Find(ofTarget.Key)!, ct);
            }
            catch (DeliveryException e)
            {
                foreach (var item in ofTarget)
                {
                    await work.SaveAsync(item, ItemStatus.Failed, e.Message, ct);
                }

                continue;
            }

            foreach (var item in ofTarget)
            {
                await follower.BeginAsync(work, item, null, ct);
            }
        }

        await follower.FollowAsync(work, ct);
        return work.Next.Count == 0 ? null : DeliveryFollower.Poll;
    }
}
