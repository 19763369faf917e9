using System.Globalization;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>A job queue whose jobs are executed one after the other, in the order they came, when a test says so.</summary>
internal sealed class InlineJobs : IJobScheduler
{
    private readonly Queue<(string Id, Func<TestWorker, Task> Work)> _waiting = new();
    private int _count;

    public string EnqueueRun(long runId, DateOnly date) =>
        Add(worker => worker.Starter.StartAsync(runId, TestContext.Current.CancellationToken));

    public string EnqueueFile(long runId, long fileId, string label) =>
        Add(worker => worker.Pipeline.ExecuteAsync(runId, fileId, TestContext.Current.CancellationToken));

    public string EnqueueFinish(long runId, DateOnly date) =>
        Add(worker => worker.Consolidator.FinishAsync(runId, TestContext.Current.CancellationToken));

    /// <summary>An attempt that fails is written down in the hub; like the real queue, this one goes on.</summary>
    public string EnqueueDelivery(string target, string maestra) => Add(async worker =>
    {
        try
        {
            await worker.DeliveryJob.ExecuteAsync(target, maestra, retryAfter: null, TestContext.Current.CancellationToken);
        }
        catch (DeliveryException)
        {
            FailedDeliveries++;
        }
    });

    public int FailedDeliveries { get; private set; }

    public Task<bool> IsWaitingAsync(string jobId, CancellationToken ct)
    {
        lock (_waiting)
            return Task.FromResult(_waiting.Any(job => job.Id == jobId));
    }

    /// <summary>Nothing here waits for a time.</summary>
    public bool Hasten(string jobId, string target) => false;

    /// <summary>Executes what waits, and what that adds, until nothing is left.</summary>
    public async Task DrainAsync(TestWorker worker)
    {
        while (TryTake() is { } work)
            await work(worker);
    }

    /// <summary>Forgets what waits, as a queue that lost its jobs.</summary>
    public void Lose()
    {
        lock (_waiting)
            _waiting.Clear();
    }

    private Func<TestWorker, Task>? TryTake()
    {
        lock (_waiting)
            return _waiting.TryDequeue(out var job) ? job.Work : null;
    }

    private string Add(Func<TestWorker, Task> work)
    {
        lock (_waiting)
        {
            var id = (++_count).ToString(CultureInfo.InvariantCulture);
            _waiting.Enqueue((id, work));
            return id;
        }
    }
}
