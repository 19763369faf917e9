using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace IngestaMaestras.Ingestion.Delivery.Kafka.Space;

/// <summary>Asks the cluster that deliveries go to.</summary>
public sealed class KafkaTopicAdmin(KafkaTarget target, KafkaOptions options) : ITopicAdmin
{
    public async Task<(IReadOnlyList<TopicFacts> Topics, IReadOnlyList<string> Problems)> ReadAsync(
        IReadOnlyCollection<string> topics, CancellationToken ct)
    {
        var (address, _) = await target.FindClusterAsync(ct);
        using var admin = target.CreateAdmin(address);
        try
        {
            var metadata = await Task.Run(() => admin.GetMetadata(options.ContactTimeout), ct);
            var existing = metadata.Topics.Where(t => !t.Error.IsError && topics.Contains(t.Topic)).OrderBy(t => t.Topic, StringComparer.Ordinal).ToList();
            List<string> problems = [];
            var partitions = existing.SelectMany(t => t.Partitions.Select(p => new TopicPartition(t.Topic, p.PartitionId))).ToList();
            var first = await ReadOffsetsAsync(admin, partitions, OffsetSpec.Earliest(), problems, ct);
            var last = await ReadOffsetsAsync(admin, partitions, OffsetSpec.Latest(), problems, ct);
            var settings = await ReadSettingsAsync(admin, [.. existing.Select(t => t.Topic)], problems, ct);
            return (
                [
                    .. from topic in existing
                       let own = partitions.Where(p => p.Topic == topic.Topic).ToList()
                       select new TopicFacts(
                           topic.Topic, own.Count,
                           own.All(p => first.ContainsKey(p) && last.ContainsKey(p)) ? own.Sum(p => last[p] - first[p]) : null,
                           settings.GetValueOrDefault(topic.Topic) ?? new Dictionary<string, TopicSetting>()),
                ],
                [.. problems.Distinct()]);
        }
        catch (KafkaException e)
        {
            throw new DeliveryException(DeliveryMessages.Format("KafkaSilent", address, e.Error.Reason), mayPass: true, e);
        }
    }

    public async Task AlterAsync(string topic, IReadOnlyDictionary<string, string?> settings, CancellationToken ct)
    {
        var (address, _) = await target.FindClusterAsync(ct);
        using var admin = target.CreateAdmin(address);
        try
        {
            await admin.IncrementalAlterConfigsAsync(
                new Dictionary<ConfigResource, List<ConfigEntry>>
                {
                    [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
                    [
                        .. settings.Select(s => new ConfigEntry
                        {
                            Name = s.Key, Value = s.Value ?? "", IncrementalOperation = s.Value is null ? AlterConfigOpType.Delete : AlterConfigOpType.Set,
                        }),
                    ],
                },
                new IncrementalAlterConfigsOptions { RequestTimeout = options.ContactTimeout }).WaitAsync(ct);
        }
        catch (IncrementalAlterConfigsException e)
        {
            throw new DeliveryException(
                DeliveryMessages.Format("KafkaKeptSettings", topic, string.Join(' ', e.Results.Select(r => r.Error.Reason))), mayPass: true, e);
        }
        catch (KafkaException e)
        {
            throw new DeliveryException(DeliveryMessages.Format("KafkaKeptSettings", topic, e.Error.Reason), mayPass: true, e);
        }
    }

    private async Task<IReadOnlyDictionary<TopicPartition, long>> ReadOffsetsAsync(
        IAdminClient admin, List<TopicPartition> partitions, OffsetSpec spec, List<string> problems, CancellationToken ct)
    {
        if (partitions.Count == 0)
        {
            return new Dictionary<TopicPartition, long>();
        }

        IEnumerable<TopicPartitionOffsetError> answers;
        try
        {
            answers = (await admin.ListOffsetsAsync(
                [.. partitions.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = spec })],
                new ListOffsetsOptions { RequestTimeout = options.ContactTimeout }).WaitAsync(ct)).ResultInfos.Select(i => i.TopicPartitionOffsetError);
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

    private async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, TopicSetting>>> ReadSettingsAsync(
        IAdminClient admin, IReadOnlyList<string> topics, List<string> problems, CancellationToken ct)
    {
        if (topics.Count == 0)
        {
            return new Dictionary<string, IReadOnlyDictionary<string, TopicSetting>>();
        }

        try
        {
            var results = await admin.DescribeConfigsAsync(
                topics.Select(t => new ConfigResource { Type = ResourceType.Topic, Name = t }),
                new DescribeConfigsOptions { RequestTimeout = options.ContactTimeout }).WaitAsync(ct);
            return results.ToDictionary(r => r.ConfigResource.Name, IReadOnlyDictionary<string, TopicSetting> (r) => SettingsOf(r.Entries), StringComparer.Ordinal);
        }
        catch (DescribeConfigsException e)
        {
            // Of some it told, of others not.
            problems.Add(DeliveryMessages.Format("KafkaNoSettings", e.Results.First(r => r.Error.IsError).Error.Reason));
            return e.Results.Where(r => !r.Error.IsError).ToDictionary(r => r.ConfigResource.Name, IReadOnlyDictionary<string, TopicSetting> (r) => SettingsOf(r.Entries), StringComparer.Ordinal);
        }
        catch (KafkaException e)
        {
            problems.Add(DeliveryMessages.Format("KafkaNoSettings", e.Error.Reason));
            return new Dictionary<string, IReadOnlyDictionary<string, TopicSetting>>();
        }
    }

    private static Dictionary<string, TopicSetting> SettingsOf(Dictionary<string, ConfigEntryResult> entries) => entries.ToDictionary(
        e => e.Key, e => new TopicSetting(e.Value.Value, e.Value.Source == ConfigSource.DynamicTopicConfig), StringComparer.Ordinal);
}
