using Hangfire;
using IngestaMaestras.Ingestion.Maintenance;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>Maintenance as the job queue calls it. Type, method name and parameters are stored with the jobs: they must not change.</summary>
public sealed class MaintenanceJobs(MaintenanceRunner maintenance, ILogger<MaintenanceJobs> logger)
{
    /// <exception cref="MaintenanceFailedException">With the reason; it is written down, and the next one is due all the same.</exception>
    [Queue(HangfireJobScheduler.FileQueue)]
    [AutomaticRetry(Attempts = 0)]
    [JobDisplayName("Mantenimiento: {0}")]
    public async Task<string> RunAsync(string task, string user, CancellationToken ct)
    {
        var result = await maintenance.RunAsync(task, user, ct);
        if (!result.Done)
        {
            logger.LogError("Mantenimiento {Task} falló: {Reason}", task, result.Message);
            throw new MaintenanceFailedException(result.Message);
        }

        logger.LogInformation("Mantenimiento {Task}: {Result}", task, result.Message);
        return result.Message;
    }
}
