using System.Globalization;
using Hangfire;
using Hangfire.States;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>The job queue on Hangfire.</summary>
internal sealed class HangfireJobScheduler(IBackgroundJobClient client, JobStorage storage) : IJobScheduler
{
    /// <summary>Here queues are served in alphabetical order of name: starting and ending runs goes before files.</summary>
    public const string RunQueue = "a-ejecuciones";

    public const string FileQueue = "b-archivos";

    public static string[] Queues => [RunQueue, FileQueue];

    public string EnqueueRun(long runId, DateOnly date) =>
        client.Create<IngestaJobs>(j => j.RunAsync(runId, Label(date), CancellationToken.None), new EnqueuedState(RunQueue));

    public string EnqueueFile(long runId, long fileId, string label) =>
        client.Create<IngestaJobs>(j => j.FileAsync(runId, fileId, label, null, CancellationToken.None), new EnqueuedState(FileQueue));

    public string EnqueueFinish(long runId, DateOnly date) =>
        client.Create<IngestaJobs>(j => j.FinishAsync(runId, Label(date), CancellationToken.None), new EnqueuedState(RunQueue));

    public string EnqueueDelivery(string target, string maestra) => client.Create<DeliveryJobs>(
        j => j.DeliverAsync(target, maestra, null, CancellationToken.None), new EnqueuedState(DeliveryQueue(target)));

    /// <summary>Each target has a queue and workers of its own: one that is down holds up nothing else.</summary>
    public static string DeliveryQueue(string target) => $"entregas-{target}";

    public bool IsWaiting(string jobId)
    {
        using var connection = storage.GetConnection();
        return connection.GetStateData(jobId)?.Name is { } state && (state == EnqueuedState.StateName || state == ScheduledState.StateName);
    }

    public bool Hasten(string jobId, string target) =>
        client.ChangeState(jobId, new EnqueuedState(DeliveryQueue(target)), ScheduledState.StateName);

    private static string Label(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
