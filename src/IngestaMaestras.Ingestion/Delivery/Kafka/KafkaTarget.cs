using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using IngestaMaestras.Core.Layouts;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>One compacted topic per master, keyed by the text of the record's key.</summary>
/// <param name="local">The cluster of the portal, where none is configured; null: this process may not host one.</param>
public sealed class KafkaTarget(KafkaOptions options, LocalCluster? local, ILogger<KafkaTarget> logger) : IDeliveryTarget
{
    public const string TargetName = "kafka";

    private readonly HashSet<string> _prepared = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _brokersCreateTopics;

    public string Name => TargetName;

    public string Title => "Kafka";

    public string ErrorType => Core.Parsing.ErrorType.Kafka;

    public string? OffReason => (options.Enabled, options.BootstrapServers.Length > 0 || local is { IsAvailable: true }) switch
    {
        (false, _) => DeliveryMessages.Format("KafkaDisabled"),
        (true, false) => DeliveryMessages.Format("KafkaNotConfigured"),
        _ => null,
    };

    /// <summary>Whether the cluster is the portal's own.</summary>
    public bool IsLocal => options.BootstrapServers.Length == 0;

    public bool IsTemporary => IsLocal && OffReason is null;

    public IReadOnlyList<string> FindProblems(LayoutSet layouts) => [.. layouts.All.Select(options.FindTopicProblem).OfType<string>()];

    public async Task<TargetIdentity> IdentifyAsync(CancellationToken ct)
    {
        var cluster = await FindClusterAsync(ct);
        using var admin = CreateAdmin(cluster.Address);
        try
        {
            var metadata = await Task.Run(() => admin.GetMetadata(options.ContactTimeout), ct);
            var detail = DeliveryMessages.Format(IsLocal ? "LocalCluster" : "Cluster", metadata.Brokers.Count);
            return new TargetIdentity(
                cluster.Identity ?? await Task.Run(() => ReadClusterId(cluster.Address), ct), cluster.Address, detail);
        }
        catch (KafkaException e)
        {
            throw new DeliveryException(DeliveryMessages.Format("KafkaSilent", cluster.Address, e.Error.Reason), mayPass: true, e);
        }
    }

    public async Task<IDeliverySession> OpenAsync(DeliveryAssignment assignment, CancellationToken ct)
    {
        var topic = RequireTopic(assignment.Layout);
        var cluster = await FindClusterAsync(ct);
        await PrepareTopicAsync(topic, cluster.Address, ct);
        return await KafkaSession.OpenAsync(assignment, topic, cluster.Address, _brokersCreateTopics, options, ct);
    }

    public string Describe(Layout layout, HubChange change) => KafkaEvent.ValueText(layout, change, layout.EventFormat ?? options.Format);

    /// <summary>Reads the topic from its beginning to where it ends now, each partition by itself: a key is always in one.</summary>
    public async IAsyncEnumerable<TargetEntry> ReadAsync(Layout layout, [EnumeratorCancellation] CancellationToken ct)
    {
        var topic = RequireTopic(layout);
        var cluster = await FindClusterAsync(ct);
        using var consumer = CreateReader(cluster.Address);
        var open = await Task.Run(() => Assign(consumer, topic, cluster.Address), ct);
        var deadline = options.MessageTimeout;
        while (open > 0)
        {
            ct.ThrowIfCancellationRequested();
            var result = await Task.Run(() => Consume(consumer, topic, deadline), ct);
            if (result.IsPartitionEOF)
            {
                open--;
            }
            else if (result.Message.Key is { } key)
            {
                yield return new TargetEntry(
                    Encoding.UTF8.GetString(key), KafkaEvent.ReadVersion(result.Message.Headers),
                    result.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null);
            }
        }
    }

    /// <summary>The newest messages of each partition; what ends a transaction takes places, too, so a few are looked at.</summary>
    public async Task<TargetMark?> ReadMarkAsync(Layout layout, CancellationToken ct)
    {
        const int tail = 20;
        var topic = RequireTopic(layout);
        var cluster = await FindClusterAsync(ct);
        using var consumer = CreateReader(cluster.Address);
        return await Task.Run(
            () =>
            {
                try
                {
                    var open = AssignTail(consumer, topic, cluster.Address, tail);
                    TargetMark? mark = null;
                    while (open > 0)
                    {
                        ct.ThrowIfCancellationRequested();
                        var result = Consume(consumer, topic, options.MessageTimeout);
                        if (result.IsPartitionEOF)
                        {
                            open--;
                        }
                        else if (KafkaEvent.IsOf(layout, result.Message.Headers) && KafkaEvent.ReadVersion(result.Message.Headers) is { } version)
                        {
                            var epoch = KafkaEvent.ReadEpoch(result.Message.Headers);
                            mark = new TargetMark(Math.Max(version, mark?.Version ?? 0), epoch > (mark?.Epoch ?? 0) ? epoch : mark?.Epoch);
                        }
                    }

                    return mark;
                }
                catch (KafkaException e)
                {
                    throw new DeliveryException(DeliveryMessages.Format("KafkaFailed", topic, e.Error.Reason), mayPass: true, e);
                }
            },
            ct);
    }

    /// <summary>Addresses, and the identity where we know it without asking.</summary>
    internal async Task<(string Address, string? Identity)> FindClusterAsync(CancellationToken ct)
    {
        if (!IsLocal)
        {
            return (options.BootstrapServers, null);
        }

        return local is null
            ? throw new DeliveryException(OffReason ?? "", mayPass: false)
            : await local.FindAsync(ct);
    }

    internal IAdminClient CreateAdmin(string address) =>
        new AdminClientBuilder(new AdminClientConfig(options.ReadClientSettings(address)) { SocketTimeoutMs = (int)options.ContactTimeout.TotalMilliseconds })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    /// <summary>A consumer that commits nothing and tells where a partition ends.</summary>
    private IConsumer<byte[], byte[]?> CreateReader(string address) =>
        new ConsumerBuilder<byte[], byte[]?>(new ConsumerConfig(options.ReadClientSettings(address))
        {
            GroupId = "ingesta-reconcile",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = true,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    /// <summary>Takes every partition that holds anything from a little before its end. A topic that is not there is not made.</summary>
    private int AssignTail(IConsumer<byte[], byte[]?> consumer, string topic, string address, int tail)
    {
        using var admin = CreateAdmin(address);
        List<TopicPartitionOffset> ends = [];
        foreach (var partition in admin.GetMetadata(options.ContactTimeout).Topics.Where(t => t.Topic == topic && !t.Error.IsError).SelectMany(t => t.Partitions))
        {
            TopicPartition one = new(topic, partition.PartitionId);
            var offsets = consumer.QueryWatermarkOffsets(one, options.ContactTimeout);
            if (offsets.High > offsets.Low)
            {
                ends.Add(new TopicPartitionOffset(one, Math.Max(offsets.Low, offsets.High - tail)));
            }
        }

        consumer.Assign(ends);
        return ends.Count;
    }

    private static ConsumeResult<byte[], byte[]?> Consume(IConsumer<byte[], byte[]?> consumer, string topic, TimeSpan timeout)
    {
        try
        {
            return consumer.Consume(timeout)
                ?? throw new DeliveryException(DeliveryMessages.Format("KafkaSlow", topic, timeout), mayPass: true);
        }
        catch (KafkaException e)
        {
            throw new DeliveryException(DeliveryMessages.Format("KafkaFailed", topic, e.Error.Reason), mayPass: true, e);
        }
    }

    /// <summary>Takes every partition from its beginning. A topic that nobody has written to holds nothing.</summary>
    /// <returns>How many partitions there are.</returns>
    private int Assign(IConsumer<byte[], byte[]?> consumer, string topic, string address)
    {
        using var admin = CreateAdmin(address);
        try
        {
            var partitions = admin.GetMetadata(topic, options.ContactTimeout).Topics
                .Where(t => !t.Error.IsError).SelectMany(t => t.Partitions.Select(p => new TopicPartitionOffset(t.Topic, p.PartitionId, Offset.Beginning)))
                .ToList();
            consumer.Assign(partitions);
            return partitions.Count;
        }
        catch (KafkaException e)
        {
            throw new DeliveryException(DeliveryMessages.Format("KafkaSilent", address, e.Error.Reason), mayPass: true, e);
        }
    }

    /// <summary>Brokers too old for describing themselves still name their cluster in every answer.</summary>
    private string ReadClusterId(string address)
    {
        var client = LibRdKafka.NewClient(options.ReadClientSettings(address));
        try
        {
            return LibRdKafka.ClusterId(client, options.ContactTimeout)
                ?? throw new DeliveryException(DeliveryMessages.Format("KafkaSilent", address, "sin identificador"), mayPass: true);
        }
        finally
        {
            LibRdKafka.rd_kafka_destroy(client);
        }
    }

    /// <summary>
    /// Makes the topic, compacted, when it is missing. Where the cluster cannot do that for us it is said once, and the
    /// cluster makes topics its own way.
    /// </summary>
    private async Task PrepareTopicAsync(string topic, string address, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_prepared.Contains(address + topic))
            {
                return;
            }
        }

        if (local?.Hosted is { } hosted && hosted.Address == address)
        {
            hosted.CreateTopic(topic, options.Partitions);
        }
        else
        {
            await CreateTopicAsync(topic, address, ct);
        }

        lock (_lock)
        {
            _prepared.Add(address + topic);
        }
    }

    private async Task CreateTopicAsync(string topic, string address, CancellationToken ct)
    {
        using var admin = CreateAdmin(address);
        try
        {
            await admin.CreateTopicsAsync(
                [
                    new TopicSpecification
                    {
                        Name = topic,
                        NumPartitions = options.Partitions,
                        ReplicationFactor = options.ReplicationFactor,
                        Configs = new Dictionary<string, string>
                        {
                            ["cleanup.policy"] = "compact",
                            ["delete.retention.ms"] = ((long)options.DeleteRetention.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
                        },
                    },
                ],
                new CreateTopicsOptions { RequestTimeout = options.ContactTimeout, OperationTimeout = options.ContactTimeout }).WaitAsync(ct);
            logger.LogInformation("Tópico {Topic} creado con {Partitions} particiones", topic, options.Partitions);
        }
        catch (CreateTopicsException e) when (e.Results.All(r => r.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Somebody made it before: theirs counts.
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.UnsupportedVersion
            or ErrorCode.TopicAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.PolicyViolation)
        {
            if (!_brokersCreateTopics)
            {
                logger.LogWarning(
                    "El clúster {Address} no deja crear tópicos ({Reason}): se usan los que haya o los que él cree; compruebe que tengan cleanup.policy=compact",
                    address, e.Error.Reason);
            }

            _brokersCreateTopics = true;
        }
        catch (KafkaException e)
        {
            throw new DeliveryException(DeliveryMessages.Format("KafkaFailed", topic, e.Error.Reason), mayPass: true, e);
        }
    }

    /// <exception cref="DeliveryException">Its name is not one that Kafka allows.</exception>
    private string RequireTopic(Layout layout)
    {
        return options.FindTopicProblem(layout) is { } problem
            ? throw new DeliveryException(problem, mayPass: false)
            : options.TopicOf(layout);
    }
}
