using Confluent.Kafka;
using Confluent.Kafka.Admin;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// Brokers, topics and the lag of consumers, for pages and metrics. Read at most every few seconds, however many ask; what
/// the cluster cannot answer is said and leaves the rest as it is.
/// </summary>
public sealed class KafkaStatus(KafkaTarget target, KafkaOptions options, Func<LayoutSet> layouts, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private KafkaState? _last;

    /// <summary>How the cluster stands, or stood a few seconds ago; null when Kafka is off.</summary>
    public async Task<KafkaState?> ReadAsync(CancellationToken ct)
    {
        if (target.OffReason is not null)
        {
            return null;
        }

        if (_last is { } fresh && time.GetUtcNow() - fresh.ReadAt < FreshFor)
        {
            return fresh;
        }

        await _reading.WaitAsync(ct);
        try
        {
            if (_last is not { } last || time.GetUtcNow() - last.ReadAt >= FreshFor)
            {
                _last = await AskAsync(ct);
            }

            return _last;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<KafkaState> AskAsync(CancellationToken ct)
    {
        List<string> problems = [];
        var address = options.BootstrapServers;
        try
        {
            (address, _) = await target.FindClusterAsync(ct);
            using var admin = target.CreateAdmin(address);
            var metadata = await Task.Run(() => admin.GetMetadata(options.ContactTimeout), ct);
            var topics = layouts().All.Where(l => options.FindTopicProblem(l) is null).Select(l => new Topic(
                options.TopicOf(l), l.Maestra,
                metadata.Topics.FirstOrDefault(t => t.Topic == options.TopicOf(l) && !t.Error.IsError)?.Partitions.Count ?? 0)).ToList();
            var ends = await ReadEndsAsync(admin, topics, problems, ct);
            return new KafkaState(
                [.. metadata.Brokers.OrderBy(b => b.BrokerId).Select(b => $"{b.Host}:{b.Port}")],
                [.. topics.Select(t => new KafkaTopicState(t.Name, t.Maestra, t.Partitions, Sum(t, ends)))],
                await ReadLagsAsync(admin, topics, ends, problems, ct),
                problems,
                time.GetUtcNow());
        }
        catch (KafkaException e)
        {
            problems.Add(DeliveryMessages.Format("KafkaSilent", address, e.Error.Reason));
        }
        catch (DeliveryException e)
        {
            problems.Add(e.Message);
        }

        return new KafkaState([], [], [], problems, time.GetUtcNow());
    }

    private async Task<IReadOnlyDictionary<TopicPartition, long>> ReadEndsAsync(
        IAdminClient admin, IReadOnlyList<Topic> topics, List<string> problems, CancellationToken ct)
    {
        List<TopicPartitionOffsetSpec> asked =
            [.. topics.SelectMany(t => t.All()).Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = OffsetSpec.Latest() })];
        if (asked.Count == 0)
        {
            return new Dictionary<TopicPartition, long>();
        }

        IEnumerable<TopicPartitionOffsetError> answers;
        try
        {
            answers = (await admin.ListOffsetsAsync(asked, new ListOffsetsOptions { RequestTimeout = options.ContactTimeout }).WaitAsync(ct))
                .ResultInfos.Select(i => i.TopicPartitionOffsetError);
        }
        catch (ListOffsetsException e)
        {
            problems.Add(DeliveryMessages.Format("KafkaNoEnds", e.Error.Reason));
            answers = e.Result.ResultInfos.Select(i => i.TopicPartitionOffsetError);
        }
        catch (KafkaException e)
        {
            problems.Add(DeliveryMessages.Format("KafkaNoEnds", e.Error.Reason));
            answers = [];
        }

        return answers.Where(a => !a.Error.IsError).ToDictionary(a => a.TopicPartition, a => a.Offset.Value);
    }

    private async Task<IReadOnlyList<ConsumerLag>> ReadLagsAsync(
        IAdminClient admin, IReadOnlyList<Topic> topics, IReadOnlyDictionary<TopicPartition, long> ends, List<string> problems, CancellationToken ct)
    {
        List<ConsumerLag> lags = [];
        var existing = topics.Where(t => t.Partitions > 0).ToList();
        foreach (var group in existing.Count == 0 ? [] : options.ReadConsumerGroups())
        {
            var committed = await ReadCommittedAsync(admin, group, existing, problems, ct);
            lags.AddRange(existing.Select(topic => new ConsumerLag(
                group, topic.Name, topic.Maestra,
                committed is null || Sum(topic, ends) is null ? null : topic.All().Sum(p => Math.Max(0, ends[p] - committed.GetValueOrDefault(p))),
                committed is not null && topic.All().Any(committed.ContainsKey))));
        }

        return lags;
    }

    /// <summary>Where the group is, of the partitions in which it has committed anything; null when that cannot be told.</summary>
    private async Task<Dictionary<TopicPartition, long>?> ReadCommittedAsync(
        IAdminClient admin, string group, IReadOnlyList<Topic> topics, List<string> problems, CancellationToken ct)
    {
        try
        {
            var results = await admin.ListConsumerGroupOffsetsAsync(
                [new ConsumerGroupTopicPartitions(group, [.. topics.SelectMany(t => t.All())])],
                new ListConsumerGroupOffsetsOptions { RequestTimeout = options.ContactTimeout }).WaitAsync(ct);
            return results.SelectMany(r => r.Partitions).Where(p => !p.Error.IsError && p.Offset.Value >= 0)
                .ToDictionary(p => p.TopicPartition, p => p.Offset.Value);
        }
        catch (KafkaException e)
        {
            problems.Add(DeliveryMessages.Format("KafkaNoGroup", group, e.Error.Reason));
            return null;
        }
    }

    private static long? Sum(Topic topic, IReadOnlyDictionary<TopicPartition, long> ends) =>
        topic.Partitions > 0 && topic.All().All(ends.ContainsKey) ? topic.All().Sum(p => ends[p]) : null;

    private sealed record Topic(string Name, string Maestra, int Partitions)
    {
        public IEnumerable<TopicPartition> All() => Enumerable.Range(0, Partitions).Select(p => new TopicPartition(Name, p));
    }
}
