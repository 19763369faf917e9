using System.Text;
using Confluent.Kafka;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Kafka;

/// <summary>
/// A cluster of a test's own over real sockets, which can be disturbed, and a consumer that knows nothing of our code.
/// </summary>
internal sealed class KafkaCluster : IDisposable
{
    public const int ProduceApi = 0;

    public KafkaOptions Options { get; } = new()
    {
        MessageTimeout = TimeSpan.FromSeconds(4),
        ContactTimeout = TimeSpan.FromSeconds(2),
        Partitions = 3,
    };

    public string Address => Broker.Address;

    /// <summary>A target that reaches this cluster as one that somebody else runs.</summary>
    public IEnumerable<IDeliveryTarget> CreateTarget(TestWorker worker)
    {
        Options.BootstrapServers = Address;
        return [new KafkaTarget(Options, local: null, NullLogger<KafkaTarget>.Instance)];
    }

    public Task<TestHub> StartHubAsync(PostgresFixture postgres, params string[] layouts) =>
        TestHub.StartDeliveringAsync(postgres, TestHub.Read(layouts), CreateTarget);

    /// <summary>The cluster itself, to be disturbed.</summary>
    public InProcessCluster Broker { get; } = new();

    /// <summary>Every message of a master's topic, in the order of its partitions; a key is always in one.</summary>
    public List<KafkaMessage> Read(Layout layout)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Address }).SetLogHandler((_, _) => { }).Build();
        var topic = Options.TopicOf(layout);
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions;
        using var consumer = new ConsumerBuilder<byte[], byte[]?>(new ConsumerConfig
        {
            BootstrapServers = Address, GroupId = "test", EnableAutoCommit = false, EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)));
        List<KafkaMessage> messages = [];
        for (var open = partitions.Count; open > 0;)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"Nothing more of {topic} in time.");
            if (result.IsPartitionEOF)
                open--;
            else
                messages.Add(KafkaMessage.Of(result));
        }

        return messages;
    }

    /// <summary>The topic as compaction leaves it: each key's last value, deleted ones gone.</summary>
    public SortedDictionary<string, string> ReadByKey(Layout layout)
    {
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);
        foreach (var message in Read(layout))
        {
            if (message.Value is null)
                rows.Remove(message.Key);
            else
                rows[message.Key] = message.Value;
        }

        return rows;
    }

    public void Dispose() => Broker.Dispose();
}

/// <summary>A message as any consumer sees it.</summary>
internal sealed record KafkaMessage(int Partition, string Key, string? Value, IReadOnlyDictionary<string, string> Headers)
{
    public long Version => long.Parse(Headers["version"], System.Globalization.CultureInfo.InvariantCulture);

    public override string ToString() => $"{Key} v{Version} {Headers["op"]} {Value ?? "∅"}";

    public static KafkaMessage Of(ConsumeResult<byte[], byte[]?> result) => new(
        result.Partition.Value,
        Encoding.UTF8.GetString(result.Message.Key),
        result.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null,
        result.Message.Headers.ToDictionary(h => h.Key, h => Encoding.UTF8.GetString(h.GetValueBytes())));
}
