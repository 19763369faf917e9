using System.Collections.Concurrent;
using Dapper;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>
/// Renews what this worker holds. A file whose lease could not be renewed in time, or that another attempt took, has its
/// token cancelled; whatever the worker still tries to write is refused by the database anyway.
/// </summary>
public sealed class LeaseKeeper(HubDatabase hub, IngestaOptions options, WorkerIdentity worker, TimeProvider time, ILogger<LeaseKeeper> logger)
{
    private readonly ConcurrentDictionary<FileClaim, HeldFile> _held = new();

    public WorkerIdentity Worker => worker;

    public TimeSpan Duration => options.LeaseDuration;

    /// <summary>Keeps a claim alive until the returned handle is disposed; its token falls when the claim is lost.</summary>
    public HeldFile Hold(FileClaim claim, CancellationToken ct)
    {
        HeldFile held = new(claim, CancellationTokenSource.CreateLinkedTokenSource(ct), time.GetTimestamp(), Release);
        _held[claim] = held;
        return held;
    }

    /// <summary>One heartbeat: the worker's row, and every lease it holds. Called every few seconds.</summary>
    public async Task RenewAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = await hub.OpenAsync(ct);
            await connection.ExecuteAsync(new CommandDefinition(
                """
                INSERT INTO worker (worker_id, host_key, host, process_id, process_start)
                VALUES (@WorkerId, @HostKey, @Host, @ProcessId, @ProcessStart)
                ON CONFLICT (worker_id) DO UPDATE SET seen_at = now()
                """,
                worker,
                cancellationToken: ct));
            var claims = _held.Keys.ToList();
            var mine = await connection.QueryAsync<(long RunId, long FileId, int Attempt, bool Cancel)>(new CommandDefinition(
                // A merge keeps its file's row locked until it commits. Waiting for one would leave all other leases to expire,
                // and nobody else can take the row meanwhile: it is passed over, and the merge renews it itself.
                """
                WITH mine AS (
                        SELECT f.run_id, f.file_id FROM run_file f
                          JOIN unnest(@Runs, @Files, @Attempts) AS m (run_id, file_id, attempt)
                            ON f.run_id = m.run_id AND f.file_id = m.file_id AND f.attempt = m.attempt
                         WHERE f.lease_owner = @WorkerId AND f.status = 'running'
                         ORDER BY f.run_id, f.file_id
                           FOR UPDATE OF f SKIP LOCKED),
                     renewed AS (
                        UPDATE run_file f SET lease_until = now() + @Duration FROM mine WHERE f.run_id = mine.run_id AND f.file_id = mine.file_id)
                SELECT f.run_id, f.file_id, f.attempt, r.cancel_requested_at IS NOT NULL
                  FROM run_file f JOIN run r USING (run_id)
                  JOIN unnest(@Runs, @Files, @Attempts) AS m (run_id, file_id, attempt)
                    ON f.run_id = m.run_id AND f.file_id = m.file_id AND f.attempt = m.attempt
                 WHERE f.lease_owner = @WorkerId AND f.status = 'running'
                """,
                new
                {
                    worker.WorkerId,
                    Duration,
                    // What this worker no longer works on, for whatever reason, is left to expire.
                    Runs = claims.Select(c => c.RunId).ToArray(),
                    Files = claims.Select(c => c.FileId).ToArray(),
                    Attempts = claims.Select(c => c.Attempt).ToArray(),
                },
                cancellationToken: ct));
            var cancelRequested = mine.ToDictionary(m => new FileClaim(m.RunId, m.FileId, m.Attempt, worker.WorkerId), m => m.Cancel);
            foreach (var held in _held.Values)
            {
                if (cancelRequested.TryGetValue(held.Claim, out var cancel))
                {
                    held.Renewed(time.GetTimestamp(), cancel);
                }
                else if (time.GetElapsedTime(held.Since) > Duration)
                {
                    // A claim taken while the statement above ran is not among its rows yet.
                    held.Lose();
                }
            }
        }
        catch (Exception e) when (SqlStates.IsTransient(e))
        {
            logger.LogWarning("No se pudieron renovar las reservas de archivos: {Reason}", e.Message);
            foreach (var held in _held.Values.Where(h => time.GetElapsedTime(h.RenewedAt) > Duration))
            {
                held.Lose();
            }
        }
    }

    /// <summary>Frees this worker's row and leases when it stops in good order, so that others need not wait.</summary>
    public async Task LeaveAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            UPDATE run_file SET lease_until = now() WHERE lease_owner = @WorkerId AND status = 'running';
            UPDATE run SET lease_until = now() WHERE lease_owner = @WorkerId;
            UPDATE delivery SET {DeliveryStore.LetGo} WHERE lease_owner = @WorkerId;
            DELETE FROM worker WHERE worker_id = @WorkerId;
            """,
            new { worker.WorkerId },
            cancellationToken: ct));
    }

    private void Release(HeldFile held) => _held.TryRemove(held.Claim, out _);
}
