using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Runs;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// The Kafka cluster for local use, when none is configured: one portal hosts it, every other process on the machine finds
/// it through the hub. When that portal is gone the next one hosts a new one, which has received nothing yet.
/// </summary>
/// <param name="mayHost">Only <c>serve</c> does.</param>
public sealed class LocalCluster(HubDatabase hub, WorkerIdentity worker, bool mayHost, ILogger<LocalCluster> logger) : IDisposable
{
    private const string LockName = "ingesta:local-cluster";

    private bool _isAttached;

    /// <summary>The cluster of this process, if it hosts it.</summary>
    public InProcessCluster? Hosted { get; private set; }

    /// <summary>Whether there is one, or this process would host it.</summary>
    public bool IsAvailable => mayHost || _isAttached;

    /// <summary>Looks whether another process hosts one, for those that may not.</summary>
    public async Task AttachAsync(CancellationToken ct)
    {
        try
        {
            await FindAsync(ct);
            _isAttached = true;
        }
        catch (DeliveryException)
        {
            _isAttached = false;
        }
    }

    /// <summary>Where the cluster is; hosts it here when nobody does.</summary>
    /// <exception cref="DeliveryException">Nobody hosts one, and this process may not.</exception>
    public async Task<(string Address, string? Identity)> FindAsync(CancellationToken ct)
    {
        if (Hosted is { } own)
        {
            return (own.Address, own.Identity);
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(hashtextextended(@LockName, 0))", new { LockName }, cancellationToken: ct));
        var found = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            SELECT c.address, c.identity, w.host_key, w.host, w.process_id, w.process_start, w.seen_at > now() - interval '1 minute' AS is_alive
              FROM local_cluster c JOIN worker w USING (worker_id)
            """,
            cancellationToken: ct));
        if (found is not null && found.HostKey == worker.HostKey && WorkerIdentity.ReadProcessStart(found.ProcessId) == found.ProcessStart)
        {
            return (found.Address, found.Identity);
        }

        if (found is { IsAlive: true } && found.HostKey != worker.HostKey)
        {
            throw new DeliveryException(DeliveryMessages.Format("LocalClusterElsewhere", found.Host), mayPass: false);
        }

        if (!mayHost)
        {
            throw new DeliveryException(DeliveryMessages.Format("KafkaNotConfigured"), mayPass: false);
        }

        Hosted ??= new InProcessCluster();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO local_cluster (worker_id, identity, address) VALUES (@WorkerId, @Identity, @Address)
            ON CONFLICT (only_row) DO UPDATE
               SET worker_id = excluded.worker_id, identity = excluded.identity, address = excluded.address, started_at = now()
            """,
            new { worker.WorkerId, Hosted.Identity, Hosted.Address },
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
        logger.LogInformation("Sin Kafka configurado: clúster local en {Address}", Hosted.Address);
        return (Hosted.Address, Hosted.Identity);
    }

    public void Dispose() => Hosted?.Dispose();

    private sealed class Row
    {
        public string Address { get; set; } = "";

        public string Identity { get; set; } = "";

        public string HostKey { get; set; } = "";

        public string Host { get; set; } = "";

        public bool IsAlive { get; set; }

        public int ProcessId { get; set; }

        public long ProcessStart { get; set; }
    }
}
