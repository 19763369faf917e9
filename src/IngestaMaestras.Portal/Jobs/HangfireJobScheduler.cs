using System.Globalization;
using Dapper;
using Hangfire;
using Hangfire.States;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Portal.Jobs;

/// <summary>The job queue on Hangfire.</summary>
internal sealed class HangfireJobScheduler(IBackgroundJobClient client, HubDatabase hub) : IJobScheduler
{
    /// <summary>Here queues are served in alphabetical order of name: starting and ending runs goes before files.</summary>
    public const string RunQueue = "a-ejecuciones";

    public const string FileQueue = "b-archivos";

    /// <summary>How long a worker may need from taking a job to saying that it works on it.</summary>
    private static readonly TimeSpan TakenMoment = TimeSpan.FromSeconds(10);

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

    /// <summary>
    /// From the queue's own tables: a job keeps its state «Enqueued» for a moment after a worker has taken it, in which it
    /// must not be enqueued again, and for as long as the invisibility time-out when that worker died in this moment.
    /// </summary>
    public async Task<bool> IsWaitingAsync(string jobId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            SELECT EXISTS (
                SELECT 1 FROM hangfire.job j
                 WHERE j.id = @Id AND (j.statename = @Scheduled OR (j.statename = @Enqueued AND EXISTS (
                       SELECT 1 FROM hangfire.jobqueue q WHERE q.jobid = j.id AND (q.fetchedat IS NULL OR q.fetchedat > now() - @TakenMoment)))))
            """,
            new
            {
                Id = long.Parse(jobId, CultureInfo.InvariantCulture),
                Scheduled = ScheduledState.StateName,
                Enqueued = EnqueuedState.StateName,
                TakenMoment,
            },
            cancellationToken: ct));
    }

    public bool Hasten(string jobId, string target) =>
        client.ChangeState(jobId, new EnqueuedState(DeliveryQueue(target)), ScheduledState.StateName);

    private static string Label(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
