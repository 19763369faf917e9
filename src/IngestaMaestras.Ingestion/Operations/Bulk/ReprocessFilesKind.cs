using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Sends files back to input and runs them again, date after date; the first few may be a trial for the rest.</summary>
public sealed class ReprocessFilesKind(FileForecast forecast, RunFollower runs) : IOperationKind
{
    public string Code => OperationKinds.ReprocessFiles;

    public async Task<OperationPlan> PlanAsync(string parameters, CancellationToken ct)
    {
        var asked = AuditLog.FromJson<FilesParameters>(parameters)!;
        var items = await forecast.ListAsync(asked, run: true, ct);
        return PlanGroups.ByDate(items, asked.Trial, []);
    }

    public Task<TimeSpan?> AdvanceAsync(OperationWork work, CancellationToken ct) => runs.AdvanceAsync(work, new RunParameters(), ct);
}
