using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>A topic as a consumer reads it that knows nothing of our code.</summary>
internal static class Topic
{
    /// <summary>Every message: key, version, value (null: deleted), in the order in which a key's came.</summary>
    public static List<(string Key, long Version, string? Value)> Read(string address, string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address }).SetLogHandler((_, _) => { }).Build();
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics.Single().Partitions;
        using var consumer = new ConsumerBuilder<byte[], byte[]?>(new ConsumerConfig
        {
            BootstrapServers = address, GroupId = "prueba", EnableAutoCommit = false, EnablePartitionEof = true, IsolationLevel = IsolationLevel.ReadCommitted,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(partitions.Select(p => new TopicPartitionOffset(topic, p.PartitionId, Offset.Beginning)));
        List<(string, long, string?)> messages = [];
        for (var open = partitions.Count; open > 0;)
        {
            var result = consumer.Consume(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException($"Nothing more of {topic} in time.");
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else
            {
                messages.Add((
                    Encoding.UTF8.GetString(result.Message.Key),
                    long.Parse(Encoding.ASCII.GetString(result.Message.Headers.GetLastBytes("version")), CultureInfo.InvariantCulture),
                    result.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null));
            }
        }

        return messages;
    }

    /// <summary>What a consumer ends up with that keeps the highest version of each key, as the contract tells it to.</summary>
    public static SortedDictionary<string, string> ByVersion(IEnumerable<(string Key, long Version, string? Value)> messages) => new(
        messages.GroupBy(m => m.Key).Select(k => k.MaxBy(m => m.Version)).Where(m => m.Value is not null).ToDictionary(m => m.Key, m => m.Value!),
        StringComparer.Ordinal);
}
