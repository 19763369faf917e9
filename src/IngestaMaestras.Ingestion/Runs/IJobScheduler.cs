namespace IngestaMaestras.Ingestion.Runs;

/// <summary>
/// Puts work into the job queue. A queue may lose, delay or repeat a job: what has to happen is in the database, and
/// every job checks it first.
/// </summary>
public interface IJobScheduler
{
    /// <summary>Starts a run, or dispatches what is ready in it. Gives the job's id.</summary>
    string EnqueueRun(long runId, DateOnly date);

    /// <summary>Works on one file of a run.</summary>
    /// <param name="label">Master and date, for people.</param>
    string EnqueueFile(long runId, long fileId, string label);

    /// <summary>Consolidates a run whose files have all ended.</summary>
    string EnqueueFinish(long runId, DateOnly date);

    /// <summary>Sends one master's pending changes to one target. Gives the job's id.</summary>
    string EnqueueDelivery(string target, string maestra);

    /// <summary>
    /// Whether the job waits in the queue, for its turn or for its time, and will be executed without anybody's help. One
    /// that a worker took some time ago does not: whoever took it has a lease to show for it, or is dead.
    /// </summary>
    Task<bool> IsWaitingAsync(string jobId, CancellationToken ct);

    /// <summary>A delivery that waits for the time of its next attempt begins now.</summary>
    /// <returns>False when it does not wait for a time.</returns>
    bool Hasten(string jobId, string target);
}
