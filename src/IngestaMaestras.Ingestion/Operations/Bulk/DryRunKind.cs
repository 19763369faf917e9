using System.Globalization;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Compares the waiting files of a date with the hub and changes nothing. Its item's detail is the dry run's id.</summary>
public sealed class DryRunKind(DryRunner runner) : IOperationKind
{
    public string Code => OperationKinds.DryRun;

    public Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct)
    {
        var asked = AuditLog.FromJson<DryRunParameters>(parameters)!;
        return Task.FromResult(new OperationPlan(
            [
                new PlannedItem(
                    $"dry-run:{parameters}", "", asked.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    OperationMessages.Format("DryRunAction"), Date: asked.Date),
            ],
            []));
    }

    public async Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct)
    {
        var item = work.Next[0];
        var asked = AuditLog.FromJson<DryRunParameters>(work.Operation.Parameters)!;
        var result = await runner.ExecuteAsync(asked.Date, asked.Run, work.Operation.RequestedBy, ct);
        item.Detail = result.DryRunId.ToString(CultureInfo.InvariantCulture);
        await work.SaveAsync(item, ItemStatus.Succeeded, OperationMessages.Format("DryRunDone", result.Files.Count), ct);
        return null;
    }
}
