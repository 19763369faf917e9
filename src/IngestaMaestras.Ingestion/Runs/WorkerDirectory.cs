using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>Which workers are alive.</summary>
public static class WorkerDirectory
{
    /// <summary>A worker that has not been seen for this long is taken for gone.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(15);

    /// <summary>Whether any other worker is there: seen lately and, when it runs on this machine, with its process alive.</summary>
    public static async Task<bool> AnyOtherAliveAsync(HubDatabase hub, WorkerIdentity self, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var workers = await connection.QueryAsync<(string HostKey, int ProcessId, long ProcessStart)>(new CommandDefinition(
            """
            SELECT host_key, process_id, process_start FROM worker
             WHERE seen_at > now() - @SeenWithin AND worker_id <> @WorkerId
            """,
            new { SeenWithin, self.WorkerId },
            cancellationToken: ct));
        return workers.Any(w => w.HostKey != self.HostKey || WorkerIdentity.ReadProcessStart(w.ProcessId) == w.ProcessStart);
    }
}
