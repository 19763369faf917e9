using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Brokers that are up, and how far behind the watched groups of consumers are.</summary>
internal sealed class KafkaMetrics(IngestaMetrics metrics, KafkaStatus kafka, ILogger<KafkaMetrics> logger) : IMetricsPart
{
    private int _known;

    public string Name => "kafka";

    public async Task ReadAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is not { } state)
        {
            Clear();
            return;
        }

        _known = Math.Max(_known, state.Brokers.Count);
        metrics.KafkaBrokers.Set(state.Brokers.Count);
        metrics.KafkaBrokersKnown.Set(_known);
        metrics.ConsumerLag.Set(state.Lags.Where(l => l.Lag is not null).Select(l => (new[] { l.Group, l.Maestra }, (double)l.Lag!.Value)));
    }

    /// <summary>Where the portal's own cluster is, the database knows: without it nothing is.</summary>
    private async Task<KafkaState?> FindAsync(CancellationToken ct)
    {
        try
        {
            return await kafka.ReadAsync(ct);
        }
        catch (Exception e) when (SqlStates.IsTransient(e) || e is NpgsqlException)
        {
            logger.LogDebug("No se pudo preguntar a Kafka: {Reason}", e.Message);
            return null;
        }
    }

    public void Clear()
    {
        metrics.KafkaBrokers.Clear();
        metrics.KafkaBrokersKnown.Clear();
        metrics.ConsumerLag.Clear();
    }
}
