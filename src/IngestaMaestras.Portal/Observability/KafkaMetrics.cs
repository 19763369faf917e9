using IngestaMaestras.Ingestion.Delivery.Kafka;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Brokers that are up, and how far behind the watched groups of consumers are.</summary>
internal sealed class KafkaMetrics(IngestaMetrics metrics, KafkaStatus kafka) : IMetricsPart
{
    private int _known;

    public string Name => "kafka";

    public async Task ReadAsync(CancellationToken ct)
    {
        if (await kafka.ReadAsync(ct) is not { } state)
        {
            Clear();
            return;
        }

        _known = Math.Max(_known, state.Brokers.Count);
        metrics.KafkaBrokers.Set(state.Brokers.Count);
        metrics.KafkaBrokersKnown.Set(_known);
        metrics.ConsumerLag.Set(state.Lags.Where(l => l.Lag is not null).Select(l => (new[] { l.Group, l.Maestra }, (double)l.Lag!.Value)));
    }

    public void Clear()
    {
        metrics.KafkaBrokers.Clear();
        metrics.KafkaBrokersKnown.Clear();
        metrics.ConsumerLag.Clear();
    }
}
