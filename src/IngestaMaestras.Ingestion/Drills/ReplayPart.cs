using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>
/// Delivers everything that the restored hub holds to topics of the drill's own, through the ordinary path, and compares
/// them with it key by key. Where no Kafka is configured, a cluster of the drill's own stands in for the local one.
/// </summary>
internal sealed class ReplayPart(HubDatabase hub, DrillSetting setting) : IDrillPart
{
    private const string Prefix = "ingesta-simulacro-";

    /// <summary>Of the in-process cluster, half of what a partition keeps: keys do not spread evenly.</summary>
    private const long RowsPerPartition = 25_000;

    private const long BytesPerPartition = 2 * 1024 * 1024;

    public string Name => "reenvio";

    public async Task<DrillResult> RunAsync(DrillContext context, CancellationToken ct)
    {
        if (!context.IsRestored)
        {
            return DrillResult.Skipped(DrillMessages.Format("NotRestored"));
        }

        if (!setting.Kafka.Enabled)
        {
            return DrillResult.Skipped(DeliveryMessages.Format("KafkaDisabled"));
        }

        await using HubDatabase copy = new(context.Scratch.ConnectionString, hub.TimeZone);
        // The backup may be of an earlier version of the program, as after any restore.
        await new HubMigrator(copy, NullLogger.Instance).MigrateAsync(ct);
        var masters = await ReadMastersAsync(copy, ct);
        using var own = setting.Kafka.BootstrapServers.Length == 0 ? new InProcessCluster() : null;
        // Of this hub alone: another installation on the same cluster may be at its own drill.
        var family = Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context.Backup.Manifest.HubIdentity)))[..8] + "-";
        var options = setting.Kafka.ForDrill(
            own?.Address ?? setting.Kafka.BootstrapServers,
            family + setting.Time.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "-");
        foreach (var (layout, rows, bytes) in own is null ? [] : masters)
        {
            own!.CreateTopic(options.TopicOf(layout), (int)Math.Clamp(Math.Max(rows / RowsPerPartition, bytes / BytesPerPartition) + 1, options.Partitions, 200));
        }

        KafkaTarget target = new(options, local: null, NullLogger<KafkaTarget>.Instance);
        List<string> details = [];
        if (own is null)
        {
            details.AddRange(await RemoveTopicsAsync(target, options, family, "LeftRemoved", "LeftStay", ct));
        }

        try
        {
            var different = await CompareAsync(copy, target, [.. masters.Select(m => m.Layout)], details, ct);
            var where = DrillMessages.Format(own is null ? "OnCluster" : "OnOwnCluster", options.BootstrapServers);
            return different == 0
                ? DrillResult.Passed(DrillMessages.Format("Replayed", masters.Count, where), details)
                : DrillResult.Failed(DrillMessages.Format("ReplayDiffers", different, masters.Count, where), details);
        }
        finally
        {
            if (own is null)
            {
                details.AddRange(await RemoveTopicsAsync(target, options, family, "TopicsRemoved", "TopicsStay", CancellationToken.None));
            }
        }
    }

    /// <summary>Masters that ever changed, with how much they hold.</summary>
    private async Task<IReadOnlyList<(Layout Layout, long Rows, long Bytes)>> ReadMastersAsync(HubDatabase copy, CancellationToken ct)
    {
        await using var connection = await copy.OpenAsync(ct);
        // What was delivered before says nothing about topics that are empty; whoever held a lease is not here.
        await connection.ExecuteAsync(new CommandDefinition("DELETE FROM delivery; DELETE FROM delivery_target; DELETE FROM local_cluster", cancellationToken: ct));
        var changed = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT maestra FROM master_state WHERE last_version > 0", cancellationToken: ct))).ToHashSet(StringComparer.Ordinal);
        List<(Layout, long, long)> masters = [];
        foreach (var layout in setting.Layouts().All.Where(l => changed.Contains(l.Maestra)))
        {
            var (rows, bytes) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(
                $"SELECT count(*), pg_relation_size('{HubColumn.Quote(layout.Table)}') FROM {HubColumn.Quote(layout.Table)}",
                commandTimeout: 0, cancellationToken: ct));
            masters.Add((layout, rows, bytes));
        }

        return masters;
    }

    private async Task<int> CompareAsync(HubDatabase copy, KafkaTarget target, IReadOnlyList<Layout> masters, List<string> details, CancellationToken ct)
    {
        // Its log lines name runs of the real hub: they are kept out of what people read about those.
        DeliveryTargets targets = new([target]);
        DeliveryStore store = new(copy, setting.Worker, setting.Ingesta.LeaseDuration);
        ChangeFeed feed = new(copy, new HubTables(copy));
        DeliveryRunner runner = new(
            targets, store, new AheadCheck(copy, store, NullLogger<AheadCheck>.Instance), feed, setting.Layouts, setting.Delivery, setting.Ingesta, setting.Time, NullLogger<DeliveryRunner>.Instance);
        Reconciliation reconciliation = new(copy, targets, store, runner, dispatcher: null, feed);
        var different = 0;
        foreach (var layout in masters)
        {
            var sent = await runner.DeliverAsync(target.Name, layout.Maestra, retryAfter: null, ct);
            var report = await reconciliation.CompareAsync(target.Name, layout, fix: false, Name, ct);
            var isEqual = report is { IsEqual: true, Pending: 0 };
            different += isEqual ? 0 : 1;
            details.Add(DrillMessages.Format(
                isEqual ? "MasterEqual" : "MasterDiffers", layout.Maestra, sent.Sent, report.HubRows, report.TargetRows, report.Missing,
                report.Different, report.Superfluous, report.Pending));
        }

        return different;
    }

    /// <summary>Topics of this and of interrupted drills go; where the cluster does not allow it, it is said.</summary>
    private static async Task<IReadOnlyList<string>> RemoveTopicsAsync(
        KafkaTarget target, KafkaOptions options, string family, string removed, string stay, CancellationToken ct)
    {
        IReadOnlyList<string> topics = [];
        try
        {
            using var admin = target.CreateAdmin(options.BootstrapServers);
            var metadata = await Task.Run(() => admin.GetMetadata(options.ContactTimeout), ct);
            topics = [.. metadata.Topics.Select(t => t.Topic).Where(t => t.StartsWith(family, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            if (topics.Count > 0)
            {
                await admin.DeleteTopicsAsync(topics, new DeleteTopicsOptions { RequestTimeout = options.ContactTimeout, OperationTimeout = options.MessageTimeout }).WaitAsync(ct);
            }

            return topics.Count == 0 ? [] : [DrillMessages.Format(removed, topics.Count)];
        }
        catch (KafkaException e)
        {
            return [DrillMessages.Format(stay, string.Join(", ", topics), e.Error.Reason)];
        }
    }
}
