using Confluent.Kafka;
using Confluent.Kafka.Admin;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// Whether the masters' topics keep the last event of every key (<c>cleanup.policy=compact</c>): a topic that forgets by age
/// loses records that do not change. Clusters that do not tell, or do not let, say so.
/// </summary>
public sealed class TopicPolicies(KafkaTarget target, KafkaOptions options, Func<LayoutSet> layouts)
{
    public const string Setting = "cleanup.policy";
    public const string Compact = "compact";

    /// <summary>Null: Kafka is off, and why is no problem.</summary>
    public async Task<TopicPolicyReport?> ReadAsync(CancellationToken ct)
    {
        if (target.OffReason is not null)
        {
            return null;
        }

        try
        {
            var (address, _) = await target.FindClusterAsync(ct);
            using var admin = target.CreateAdmin(address);
            var metadata = await Task.Run(() => admin.GetMetadata(options.ContactTimeout), ct);
            var there = metadata.Topics.Where(t => !t.Error.IsError).Select(t => t.Topic).ToHashSet(StringComparer.Ordinal);
            List<string> topics =
                [.. layouts().All.Where(l => options.FindTopicProblem(l) is null).Select(options.TopicOf).Where(there.Contains).Distinct().Order(StringComparer.Ordinal)];
            return topics.Count == 0 ? new TopicPolicyReport([], null) : await DescribeAsync(admin, topics, ct);
        }
        catch (KafkaException e)
        {
            return new TopicPolicyReport([], e.Error.Reason);
        }
        catch (DeliveryException e)
        {
            return new TopicPolicyReport([], e.Message);
        }
    }

    /// <summary>Makes topics compacted; their other settings stay as they are.</summary>
    /// <returns>Why it did not work, one sentence for each that it did not work for.</returns>
    public async Task<IReadOnlyList<string>> RepairAsync(IReadOnlyList<string> topics, CancellationToken ct)
    {
        var (address, _) = await target.FindClusterAsync(ct);
        using var admin = target.CreateAdmin(address);
        try
        {
            await admin.IncrementalAlterConfigsAsync(
                topics.ToDictionary(
                    ResourceOf,
                    _ => new List<ConfigEntry> { new() { Name = Setting, Value = Compact, IncrementalOperation = AlterConfigOpType.Set } }),
                new IncrementalAlterConfigsOptions { RequestTimeout = options.ContactTimeout }).WaitAsync(ct);
            return [];
        }
        catch (IncrementalAlterConfigsException e)
        {
            return [.. e.Results.Where(r => r.Error.IsError).Select(r => $"{r.ConfigResource.Name}: {r.Error.Reason}")];
        }
        catch (KafkaException e)
        {
            return [e.Error.Reason];
        }
    }

    private async Task<TopicPolicyReport> DescribeAsync(IAdminClient admin, IReadOnlyList<string> topics, CancellationToken ct)
    {
        IEnumerable<DescribeConfigsReport> reports;
        try
        {
            reports = (await admin.DescribeConfigsAsync(
                topics.Select(ResourceOf), new DescribeConfigsOptions { RequestTimeout = options.ContactTimeout }).WaitAsync(ct))
                .Select(r => new DescribeConfigsReport { ConfigResource = r.ConfigResource, Entries = r.Entries, Error = new Error(ErrorCode.NoError) });
        }
        catch (DescribeConfigsException e)
        {
            // Of some it told, of others not.
            reports = e.Results;
        }

        var answers = reports.ToList();
        return new TopicPolicyReport(
            [.. answers.Where(r => !r.Error.IsError).Select(r => new TopicPolicy(r.ConfigResource.Name, r.Entries.GetValueOrDefault(Setting)?.Value))],
            answers.FirstOrDefault(r => r.Error.IsError)?.Error.Reason);
    }

    private static ConfigResource ResourceOf(string topic) => new() { Type = ResourceType.Topic, Name = topic };
}

/// <param name="Problem">Why the cluster did not tell of all; null: it did.</param>
public sealed record TopicPolicyReport(IReadOnlyList<TopicPolicy> Topics, string? Problem);

/// <param name="Policy">As the cluster has it, such as <c>delete</c> or <c>compact,delete</c>; null: it does not say.</param>
public sealed record TopicPolicy(string Topic, string? Policy)
{
    /// <summary>Compacted and nothing else: one that also deletes by age forgets records that do not change.</summary>
    public bool IsCompacted => Policy == TopicPolicies.Compact;
}
