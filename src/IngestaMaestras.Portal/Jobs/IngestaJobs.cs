using Hangfire;
using Hangfire.Server;
using Hangfire.States;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>
/// What the job queue calls. Type, method names and parameters are stored with the jobs: they must not change. No
/// automatic retry: faults of the data never pass, and after any other fault the sweep resumes the work itself. Each names
/// its queue, which what is recurring, triggered or requeued in the dashboard has no other way to know.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class IngestaJobs(
    NightScheduler nights, RunStarter starter, FilePipeline pipeline, RunConsolidator consolidator, FileOperations files)
{
    /// <summary>Who asked for what was pressed in Hangfire's own dashboard.</summary>
    private const string DashboardUser = "hangfire";

    [Queue(HangfireJobScheduler.RunQueue)]
    [JobDisplayName("Noche: crear las ejecuciones que tocan")]
    public async Task<string> NightAsync(CancellationToken ct)
    {
        var created = await nights.CreateDueRunsAsync(ct);
        return created.Count == 0 ? "Nada pendiente." : $"Ejecuciones creadas: {string.Join(", ", created)}.";
    }

    [Queue(HangfireJobScheduler.RunQueue)]
    [JobDisplayName("Buscar archivos nuevos en input")]
    public Task DiscoverAsync(CancellationToken ct) => nights.AddArrivalsToOpenNightAsync(ct);

    [Queue(HangfireJobScheduler.RunQueue)]
    [JobDisplayName("Ejecución {0} · {1}")]
    public Task<string> RunAsync(long runId, string date, CancellationToken ct) => starter.StartAsync(runId, ct);

    /// <exception cref="InvalidFileException">The file is not acceptable; the job fails with the reason, for good.</exception>
    [Queue(HangfireJobScheduler.FileQueue)]
    [JobDisplayName("{2} · archivo {1} · ejecución {0}")]
    public async Task<string> FileAsync(long runId, long fileId, string label, PerformContext? context, CancellationToken ct)
    {
        var result = await pipeline.ExecuteAsync(runId, fileId, ct);
        if (!result.WasMine)
        {
            return result.Status == FileStatus.Failed && WasRequeued(context)
                ? await ReprocessAsync(fileId, ct)
                : result.Message ?? "";
        }

        return result.Status == FileStatus.Failed
            ? throw new InvalidFileException(result.ErrorType ?? "", result.Message ?? "")
            : $"{label}: {result.Status?.Word()}";
    }

    [Queue(HangfireJobScheduler.RunQueue)]
    [JobDisplayName("Cierre de la ejecución {0} · {1}")]
    public Task<string> FinishAsync(long runId, string date, CancellationToken ct) => consolidator.FinishAsync(runId, ct);

    /// <summary>
    /// Whether somebody pressed Requeue on the failed job. A job that is merely executed again, because its worker died
    /// between our record and the queue's, has not failed before.
    /// </summary>
    private static bool WasRequeued(PerformContext? context) =>
        context is not null
        && context.Storage.GetMonitoringApi().JobDetails(context.BackgroundJob.Id) is { } details
        && details.History.Any(h => h.StateName == FailedState.StateName);

    private async Task<string> ReprocessAsync(long fileId, CancellationToken ct)
    {
        var results = await files.ReprocessAsync([fileId], DashboardUser, "Requeue en el panel de Hangfire", ct);
        return string.Join(" ", results.Select(r => r.Message));
    }
}
