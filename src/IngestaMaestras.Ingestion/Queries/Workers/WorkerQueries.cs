using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Workers;

/// <summary>Reads the workers for pages.</summary>
public sealed class WorkerQueries(HubDatabase hub)
{
    private const int Limit = 50;

    /// <summary>Those seen in the last hour, the latest first.</summary>
    public async Task<IReadOnlyList<WorkerItem>> ListAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return (await connection.QueryAsync<WorkerItem>(new CommandDefinition(
            """
            SELECT w.worker_id, w.host, w.process_id, w.started_at, w.seen_at, extract(epoch FROM clock_timestamp() - w.seen_at) AS seconds_ago,
                   (SELECT count(*) FROM run_file rf
                     WHERE rf.status IN ('pending', 'running') AND rf.lease_owner = w.worker_id AND rf.lease_until > clock_timestamp()) AS files,
                   (SELECT count(*) FROM delivery d WHERE d.lease_owner = w.worker_id AND d.lease_until > clock_timestamp()) AS deliveries
              FROM worker w
             WHERE w.seen_at > clock_timestamp() - interval '1 hour'
             ORDER BY w.seen_at DESC LIMIT @Limit
            """,
            new { Limit },
            cancellationToken: ct))).AsList();
    }
}
