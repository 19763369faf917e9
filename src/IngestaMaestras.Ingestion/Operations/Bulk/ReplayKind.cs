using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Sends changes to a target again, from a version, run, date or key on.</summary>
public sealed class ReplayKind(ReplayOperations replay, DeliveryStatus status, DeliveryTargets targets, DeliveryFollower follower) : IOperationKind
{
    public string Code => OperationKinds.Replay;

    public bool NeedsAdministrator(string parameters) => true;

    public bool NeedsReason(string parameters) => true;

    public async Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct)
    {
        var request = Read(parameters);
        var plans = await replay.PreviewAsync(request, ct);
        var watermarks = (await status.ListAsync(request.Target, null, ct)).ToDictionary(d => d.Maestra, d => d.Watermark, StringComparer.OrdinalIgnoreCase);
        var title = targets.Find(request.Target)!.Title;
        return new OperationPlan(
            [
                .. plans.Select(p => new PlannedItem(
                    $"delivery:{request.Target}/{p.Maestra}", $"{p.FromVersion}|{p.Rows}|{watermarks.GetValueOrDefault(p.Maestra)}",
                    $"{p.Maestra} → {title}",
                    p.Rows == 0 ? OperationMessages.Format("ReplayNothing")
                        : request.Key is { } key ? OperationMessages.Format("ReplayKey", key)
                        : OperationMessages.Format("ReplayRows", p.Rows, p.FromVersion),
                    p.Rows == 0, Maestra: p.Maestra, Target: request.Target)),
            ],
            [OperationMessages.Format("ReplayNote", title)]);
    }

    public async Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct)
    {
        var request = Read(work.Operation.Parameters);
        foreach (var item in work.Next.Where(i => i.State == ItemStatus.Pending).ToList())
        {
            try
            {
                var plan = await replay.ExecuteAsync(request with { Maestra = item.Maestra }, work.Operation.RequestedBy, work.Operation.Reason, ct);
                await follower.BeginAsync(work, item, OperationMessages.Format("ReplayDone", plan.Sum(p => p.Rows)), ct);
            }
            catch (Exception e) when (e is OperationRefusedException or DeliveryException)
            {
                await work.SaveAsync(item, ItemStatus.Failed, e.Message, ct);
            }
        }

        await follower.FollowAsync(work, ct);
        return work.Next.Count == 0 ? null : DeliveryFollower.Poll;
    }

    private static ReplayRequest Read(string parameters) => AuditLog.FromJson<ReplayRequest>(parameters)!;
}
