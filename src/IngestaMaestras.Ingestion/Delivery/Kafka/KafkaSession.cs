using System.Collections.Concurrent;
using Confluent.Kafka;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// A transactional producer for one master. One transaction per chunk: nothing of it is seen by consumers that read
/// committed messages until all of it is there. A newer producer with the same id shuts this one out.
/// </summary>
internal sealed class KafkaSession : IDeliverySession
{
    private readonly KafkaEvent _events;
    private readonly string _topic;
    private readonly KafkaOptions _options;
    private readonly IProducer<byte[], byte[]?> _producer;

    private KafkaSession(DeliveryAssignment assignment, string topic, KafkaOptions options, IProducer<byte[], byte[]?> producer)
    {
        _events = new KafkaEvent(assignment.Layout, topic, options, assignment.Epoch);
        _topic = topic;
        _options = options;
        _producer = producer;
    }

    /// <summary>Connects and shuts out whoever sent this master's changes before.</summary>
    /// <exception cref="DeliveryException">The cluster did not let us in.</exception>
    public static async Task<KafkaSession> OpenAsync(
        DeliveryAssignment assignment, string topic, string bootstrapServers, bool createTopics, KafkaOptions options, CancellationToken ct)
    {
        ProducerConfig configuration = new(options.ReadClientSettings(bootstrapServers))
        {
            TransactionalId = $"ingesta-{topic}",
            EnableIdempotence = true,
            Acks = Acks.All,
            Partitioner = Confluent.Kafka.Partitioner.Murmur2Random,
            AllowAutoCreateTopics = createTopics,
            CompressionType = options.Compression,
            // Which change a report is about its handler knows; key, value and headers need not come back.
            DeliveryReportFields = "status",
            LingerMs = 20,
            BatchSize = 512 * 1024,
            MessageTimeoutMs = (int)options.MessageTimeout.TotalMilliseconds,
            TransactionTimeoutMs = (int)(options.MessageTimeout + TimeSpan.FromSeconds(30)).TotalMilliseconds,
        };
        var producer = new ProducerBuilder<byte[], byte[]?>(configuration)
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        try
        {
            await RunAsync(() => producer.InitTransactions(options.MessageTimeout), ct);
            return new KafkaSession(assignment, topic, options, producer);
        }
        catch (KafkaException e)
        {
            producer.Dispose();
            throw Failure(topic, e);
        }
    }

    public async Task<IReadOnlyList<RowFault>> SendAsync(
        DeliveryChunk chunk, Func<CancellationToken, Task> ensureOwner, CancellationToken ct)
    {
        Dictionary<long, RowFault> refused = [];
        while (true)
        {
            var (failed, newlyRefused) = await TrySendAsync(chunk, refused, ensureOwner, ct);
            if (failed is not null)
            {
                throw failed;
            }

            if (newlyRefused == 0)
            {
                return [.. refused.Values];
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _producer.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>One transaction. When rows turn out to be refused it is given up and done again without them.</summary>
    private async Task<(DeliveryException? Failed, int Refused)> TrySendAsync(
        DeliveryChunk chunk, Dictionary<long, RowFault> refused, Func<CancellationToken, Task> ensureOwner, CancellationToken ct)
    {
        ConcurrentQueue<(HubChange Change, Error Error)> problems = new();
        var acknowledged = 0;
        try
        {
            _producer.BeginTransaction();
            var changes = chunk.Changes.Where(c => !refused.ContainsKey(c.Version)).ToList();
            await RunAsync(
                () =>
                {
                    foreach (var change in changes)
                    {
                        ct.ThrowIfCancellationRequested();
                        Produce(change, report =>
                        {
                            if (report.Error.IsError || report.Status != PersistenceStatus.Persisted)
                            {
                                problems.Enqueue((change, report.Error));
                            }
                            else
                            {
                                Interlocked.Increment(ref acknowledged);
                            }
                        }, problems);
                    }

                    _producer.Flush(ct);
                },
                ct);
            var before = refused.Count;
            foreach (var (change, error) in problems.Where(p => IsRowFault(p.Error)))
            {
                refused[change.Version] = new RowFault(change.Key, change.Version, error.Reason);
            }

            if (refused.Count > before)
            {
                await RunAsync(() => _producer.AbortTransaction(_options.MessageTimeout), ct);
                return (null, refused.Count - before);
            }

            if (!problems.IsEmpty || acknowledged != changes.Count)
            {
                await RunAsync(() => _producer.AbortTransaction(_options.MessageTimeout), ct);
                var reason = problems.TryPeek(out var first) ? first.Error.Reason : "sin acuse de recibo";
                return (Unsent(acknowledged, changes.Count, reason), 0);
            }

            await ensureOwner(ct);
            await RunAsync(() => _producer.CommitTransaction(_options.MessageTimeout), ct);
            return (null, 0);
        }
        catch (KafkaException e)
        {
            await AbandonAsync(e);
            throw Failure(_topic, e);
        }
        catch (DeliveryLostException)
        {
            await AbandonAsync(null);
            throw;
        }
    }

    private void Produce(
        HubChange change, Action<DeliveryReport<byte[], byte[]?>> handler, ConcurrentQueue<(HubChange Change, Error Error)> problems)
    {
        var message = _events.Create(change);
        while (true)
        {
            try
            {
                _producer.Produce(_topic, message, handler);
                return;
            }
            catch (ProduceException<byte[], byte[]?> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                // Back-pressure: the client is given time to send before it gets more.
                _producer.Poll(TimeSpan.FromMilliseconds(100));
            }
            catch (ProduceException<byte[], byte[]?> e) when (IsRowFault(e.Error))
            {
                problems.Enqueue((change, e.Error));
                return;
            }
        }
    }

    /// <summary>
    /// Nothing of this transaction may be seen. Where the abort does not get through either, the broker gives the
    /// transaction up when its time is over, or when the next producer of this id begins.
    /// </summary>
    private async Task AbandonAsync(KafkaException? cause)
    {
        if (cause?.Error.IsFatal == true)
        {
            return;
        }

        try
        {
            await RunAsync(() => _producer.AbortTransaction(TimeSpan.FromSeconds(5)), CancellationToken.None);
        }
        catch (KafkaException)
        {
            // Told above: what ended the transaction is what the operator has to know.
        }
    }

    private DeliveryException Unsent(int acknowledged, int total, string reason) =>
        new(DeliveryMessages.Format("Unacknowledged", _topic, acknowledged, total, reason), mayPass: true);

    private static DeliveryException Failure(string topic, KafkaException e) =>
        new(DeliveryMessages.Format("KafkaFailed", topic, e.Error.Reason), MayPass(e.Error), e);

    /// <summary>Wrong credentials or rights do not get better by trying again; almost everything else does.</summary>
    private static bool MayPass(Error error) => error.Code is not (ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed
        or ErrorCode.ClusterAuthorizationFailed or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.SaslAuthenticationFailed
        or ErrorCode.Local_Authentication or ErrorCode.TopicException or ErrorCode.Local_InvalidArg);

    /// <summary>The message itself is what the cluster does not take.</summary>
    private static bool IsRowFault(Error error) =>
        error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidMsg or ErrorCode.RecordListTooLarge;

    /// <summary>The client's calls block; a thread of the pool must not.</summary>
    private static Task RunAsync(Action action, CancellationToken ct) =>
        Task.Factory.StartNew(action, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
