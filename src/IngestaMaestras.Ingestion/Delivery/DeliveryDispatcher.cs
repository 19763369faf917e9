using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// Puts into the queue the deliveries that are pending and that nobody works on. Calling it too often is harmless: each
/// enqueuing is claimed in the database first.
/// </summary>
public sealed class DeliveryDispatcher(HubDatabase hub, DeliveryTargets targets, DeliveryRunner runner, IJobScheduler jobs)
{
    /// <summary>How long an enqueued job has to start before it counts as lost, when the queue does not know it as waiting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>After a merge, and every few seconds: whatever is pending, except what failed and waits for a drain or a click.</summary>
    public Task<int> DispatchAsync(CancellationToken ct) => DispatchAsync(null, null, failedToo: false, ct);

    /// <summary>
    /// The recurring drain: failed deliveries again, but only where the target answers. One that is down gets no jobs that
    /// can only fail.
    /// </summary>
    public async Task<string> DrainAsync(CancellationToken ct)
    {
        List<string> results = [];
        foreach (var target in targets.All.Where(t => t.OffReason is null))
        {
            try
            {
                await runner.ContactAsync(target, ct);
                var count = await DispatchAsync(target.Name, null, failedToo: true, ct);
                results.Add(DeliveryMessages.Format("Drained", target.Title, count));
            }
            catch (DeliveryException e)
            {
                results.Add($"{target.Title}: {e.Message}");
            }
        }

        return string.Join(' ', results);
    }

    /// <param name="target">Only this one; null: all that are on.</param>
    /// <param name="maestra">Only this one; null: all.</param>
    /// <param name="failedToo">Also what failed for good, and at once what waits for its next attempt.</param>
    /// <returns>How many were enqueued.</returns>
    public async Task<int> DispatchAsync(string? target, string? maestra, bool failedToo, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var pending = (await connection.QueryAsync<(string Target, string Maestra, string? JobId, string? Correlation)>(new CommandDefinition(
            """
            SELECT t.target, s.maestra, d.job_id,
                   (SELECT r.correlation FROM run_file rf JOIN run r USING (run_id) WHERE rf.file_id = s.file_id ORDER BY rf.run_id DESC LIMIT 1) AS correlation
              FROM delivery_target t CROSS JOIN master_state s
              LEFT JOIN delivery d ON d.target = t.target AND d.maestra = s.maestra
             WHERE t.off_reason IS NULL AND (@target::text IS NULL OR t.target = @target) AND (@maestra::text IS NULL OR s.maestra = @maestra)
               AND s.last_version > coalesce(d.watermark, 0) AND d.held_since IS NULL
               AND (d.lease_until IS NULL OR d.lease_until < clock_timestamp())
               AND (@failedToo OR d.status IS DISTINCT FROM 'failed')
               -- Its next attempt is the queue's business; for a moment the queue itself does not know of it yet.
               AND (@failedToo OR d.next_attempt_at IS NULL OR d.next_attempt_at < clock_timestamp() - @Patience)
               AND (d.enqueued_at IS NULL OR d.enqueued_at < clock_timestamp() - @Patience)
             ORDER BY s.maestra, t.target
            """,
            new { target, maestra, failedToo, Patience },
            cancellationToken: ct))).ToList();
        var count = 0;
        foreach (var one in pending.Where(p => targets.Find(p.Target) is not null))
        {
            if (one.JobId is { } waiting && await jobs.IsWaitingAsync(waiting, ct))
            {
                count += failedToo && jobs.Hasten(waiting, one.Target) ? 1 : 0;
            }
            else
            {
                // A sweep comes from nowhere: it does what is left of the run that loaded the last file.
                using var from = Correlation.Begin(Correlation.Current ?? one.Correlation);
                count += await EnqueueAsync(one.Target, one.Maestra, ct) ? 1 : 0;
            }
        }

        return count;
    }

    private async Task<bool> EnqueueAsync(string target, string maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var claimed = await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO delivery AS d (target, maestra, enqueued_at) VALUES (@target, @maestra, clock_timestamp())
            ON CONFLICT (target, maestra) DO UPDATE SET enqueued_at = clock_timestamp()
             WHERE d.enqueued_at IS NULL OR d.enqueued_at < clock_timestamp() - @Patience
            """,
            new { target, maestra, Patience },
            cancellationToken: ct));
        if (claimed != 1)
        {
            return false;
        }

        var jobId = jobs.EnqueueDelivery(target, maestra);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE delivery SET job_id = @jobId WHERE target = @target AND maestra = @maestra AND lease_owner IS NULL",
            new { target, maestra, jobId },
            cancellationToken: ct));
        return true;
    }
}
