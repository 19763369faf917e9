using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// librdkafka's own cluster inside this process: real sockets on 127.0.0.1, the real protocol, nothing kept on disk. It
/// knows topics, produce, fetch, groups and transactions; it keeps the last 5 MiB or 100 000 messages of a partition.
/// </summary>
public sealed class InProcessCluster : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private nint _client;
    private nint _cluster;

    public InProcessCluster(int brokers = 1)
    {
        _client = LibRdKafka.NewClient([new("client.id", "ingesta-local"), new("log_level", "3")]);
        _cluster = LibRdKafka.rd_kafka_mock_cluster_new(_client, brokers);
        if (_cluster == 0)
        {
            LibRdKafka.rd_kafka_destroy(_client);
            throw new InvalidOperationException("librdkafka could not start its own cluster.");
        }

        // Without one, whoever asks for the controller waits until the request's time is over.
        Check(LibRdKafka.rd_kafka_mock_set_controller_id(_cluster, 1));
        Address = Marshal.PtrToStringUTF8(LibRdKafka.rd_kafka_mock_cluster_bootstraps(_cluster))!;
    }

    /// <summary>Bootstrap addresses, separated by commas.</summary>
    public string Address { get; }

    /// <summary>A new cluster each time: nothing that an earlier one held is here.</summary>
    public string Identity { get; } = $"local-{Guid.NewGuid():N}";

    /// <summary>Makes a topic; one that is there already stays as it is.</summary>
    public void CreateTopic(string topic, int partitions)
    {
        lock (_lock)
        {
            if (_topics.Add(topic) && _cluster != 0)
            {
                _ = LibRdKafka.rd_kafka_mock_topic_create(_cluster, topic, partitions, 1);
            }
        }
    }

    /// <summary>An outage, for drills and tests: connections are cut and none is accepted until <see cref="ComeUp"/>.</summary>
    public void GoDown(int broker = 1) => Check(LibRdKafka.rd_kafka_mock_broker_set_down(_cluster, broker));

    public void ComeUp(int broker = 1) => Check(LibRdKafka.rd_kafka_mock_broker_set_up(_cluster, broker));

    /// <summary>Every answer takes this long.</summary>
    public void AnswerAfter(TimeSpan delay, int broker = 1) =>
        Check(LibRdKafka.rd_kafka_mock_broker_set_rtt(_cluster, broker, (int)delay.TotalMilliseconds));

    /// <summary>The next requests of a kind are answered with these errors; <c>Local_Transport</c> cuts the connection.</summary>
    /// <param name="api">The request's key in the Kafka protocol, 0 for produce.</param>
    public void FailNext(short api, params ErrorCode[] errors) => LibRdKafka.rd_kafka_mock_push_request_errors_array(
        _cluster, api, errors.Length, [.. errors.Select(e => (int)e)]);

    public void Dispose()
    {
        lock (_lock)
        {
            if (_client == 0)
            {
                return;
            }

            LibRdKafka.rd_kafka_mock_cluster_destroy(_cluster);
            LibRdKafka.rd_kafka_destroy(_client);
            _cluster = 0;
            _client = 0;
        }
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new KafkaException((ErrorCode)error);
        }
    }
}
