using Hangfire;
using IngestaMaestras.Ingestion.Maintenance;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>Maintenance as the job queue calls it. Type, method name and parameters are stored with the jobs: they must not change.</summary>
public sealed class MaintenanceJobs(MaintenanceRunner maintenance)
{
    /// <exception cref="MaintenanceFailedException">With the reason; it is written down, and the next one is due all the same.</exception>
    [Queue(HangfireJobScheduler.FileQueue)]
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("Mantenimiento: {0}")]
    public async Task<string> RunAsync(string task, string user, CancellationToken ct)
    {
        var result = await maintenance.RunAsync(task, user, ct);
        return result.Done ? result.Message : throw new MaintenanceFailedException(result.Message);
    }
}
