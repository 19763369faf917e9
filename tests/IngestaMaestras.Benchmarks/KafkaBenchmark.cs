using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Benchmarks;

/// <summary>
/// A master delivered from the hub to Kafka as the program does it (feed, events, a transaction per chunk, lease and
/// watermark) against the bare producer with the same settings, given the same messages ready-made, on the same broker
/// inside this process. The broker forgets what is beyond 5 MiB of a partition; nobody reads here.
/// </summary>
internal static class KafkaBenchmark
{
    private const string Topic = "masterdata.erp.categoria";
    private const int Partitions = 3;

    private static readonly CompressionType[] Compressions = [CompressionType.None, CompressionType.Lz4, CompressionType.Zstd, CompressionType.Snappy];
    private static readonly int[] ChunkSizes = [1_000, 5_000, 20_000];

    public static async Task RunAsync(int rows, int repetitions)
    {
        using TempFolder folder = new();
        var layout = Xcateg.ReadLayout();
        await using PostgresFixture postgres = new();
        await using var database = await postgres.CreateDatabaseAsync("bench");
        await using HubDatabase hub = new(database.ConnectionString);
        await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(CancellationToken.None);
        HubTables tables = new(hub);
        await tables.EnsureAsync(layout, CancellationToken.None);
        WriteFile(folder["rows.txt"], rows);
        await HubLoad.RunAsync(hub, tables, layout, 1, folder["rows.txt"]);
        ChangeFeed feed = new(hub, tables);
        var messages = await RenderAsync(feed, layout);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows; a message has {messages.Average(m => m.Key.Length + m.Value!.Length + m.Headers.Sum(h => h.Key.Length + h.GetValueBytes().Length)):0} bytes"));

        // Both once, unmeasured: compiled code, warm caches.
        await OursAsync(hub, feed, layout, new KafkaOptions().Compression, 5_000);
        Bare(messages, new KafkaOptions().Compression);

        await ReportAsync(
            "compression, chunks of 5000", rows, repetitions, Compressions,
            async c => (await OursAsync(hub, feed, layout, c, 5_000), Bare(messages, c)));
        await ReportAsync(
            "chunk size, default compression", rows, repetitions, ChunkSizes,
            async size => (await OursAsync(hub, feed, layout, new KafkaOptions().Compression, size), Bare(messages, new KafkaOptions().Compression)));
        var read = await TimeAsync(() => ReadAsync(feed, layout));
        var rendered = await TimeAsync(() => RenderAsync(feed, layout));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reading the feed alone {read:0.00} s; with events made of it {rendered:0.00} s"));
    }

    private static async Task ReportAsync<T>(
        string title, int rows, int repetitions, IReadOnlyList<T> variants, Func<T, Task<(double Ours, double Bare)>> measure)
        where T : notnull
    {
        var results = variants.ToDictionary(v => v, _ => new List<(double Ours, double Bare)>());
        for (var i = 0; i < repetitions; i++)
        {
            foreach (var variant in variants)
            {
                results[variant].Add(await measure(variant));
            }
        }

        Console.WriteLine($"| {title} | ours s | bare s | ours rows/s | bare rows/s | ours/bare |");
        foreach (var (variant, times) in results)
        {
            var (ours, bare) = (Numbers.Median(times, t => t.Ours), Numbers.Median(times, t => t.Bare));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {variant} | {ours:0.00} | {bare:0.00} | {rows / ours:0} | {rows / bare:0} | {Numbers.Median(times, t => t.Bare / t.Ours):0.00} |"));
        }
    }

    /// <returns>Seconds.</returns>
    private static async Task<double> OursAsync(HubDatabase hub, ChangeFeed feed, Layout layout, CompressionType compression, int chunkSize)
    {
        using InProcessCluster cluster = new();
        cluster.CreateTopic(Topic, Partitions);
        KafkaOptions options = new() { BootstrapServers = cluster.Address, Compression = compression, Partitions = Partitions };
        DeliveryTargets targets = new([new KafkaTarget(options, local: null, NullLogger<KafkaTarget>.Instance)]);
        IngestaOptions ingesta = new();
        DeliveryStore store = new(hub, WorkerIdentity.Current(), ingesta.LeaseDuration);
        await store.RegisterAsync(targets.All, CancellationToken.None);
        await using (var connection = await hub.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync("DELETE FROM delivery");
        }

        DeliveryRunner runner = new(
            targets, store, new AheadCheck(hub, store, NullLogger<AheadCheck>.Instance), feed, () => new LayoutSet([layout]), new DeliveryOptions { ChunkSize = chunkSize }, ingesta, TimeProvider.System,
            NullLogger<DeliveryRunner>.Instance);
        var expected = await feed.CountAsync(layout, 0, CancellationToken.None);
        var watch = Stopwatch.StartNew();
        var outcome = await runner.DeliverAsync("kafka", layout.Maestra, null, CancellationToken.None);
        return outcome.Sent == expected ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException(outcome.Message);
    }

    /// <returns>Seconds.</returns>
    private static double Bare(List<Message<byte[], byte[]?>> messages, CompressionType compression)
    {
        using InProcessCluster cluster = new();
        cluster.CreateTopic(Topic, Partitions);
        var watch = Stopwatch.StartNew();
        using var producer = new ProducerBuilder<byte[], byte[]?>(new ProducerConfig
        {
            BootstrapServers = cluster.Address,
            EnableIdempotence = true,
            Acks = Acks.All,
            Partitioner = Partitioner.Murmur2Random,
            CompressionType = compression,
            LingerMs = 20,
            BatchSize = 512 * 1024,
            DeliveryReportFields = "status",
        }).Build();
        var acknowledged = 0;
        void Count(DeliveryReport<byte[], byte[]?> report)
        {
            // From the thread that polls, and from ours while the queue is full.
            if (report.Status == PersistenceStatus.Persisted)
            {
                Interlocked.Increment(ref acknowledged);
            }
        }

        foreach (var message in messages)
        {
            while (!TryProduce(producer, message, Count))
            {
                producer.Poll(TimeSpan.FromMilliseconds(100));
            }
        }

        producer.Flush();
        return acknowledged == messages.Count ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"{acknowledged} acknowledged");
    }

    private static bool TryProduce(
        IProducer<byte[], byte[]?> producer, Message<byte[], byte[]?> message, Action<DeliveryReport<byte[], byte[]?>> handler)
    {
        try
        {
            producer.Produce(Topic, message, handler);
            return true;
        }
        catch (ProduceException<byte[], byte[]?> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    private static async Task<List<Message<byte[], byte[]?>>> RenderAsync(ChangeFeed feed, Layout layout)
    {
        KafkaEvent events = new(layout, Topic, new KafkaOptions(), epoch: 1);
        return (await ReadAsync(feed, layout)).ConvertAll(events.Create);
    }

    private static async Task<List<HubChange>> ReadAsync(ChangeFeed feed, Layout layout)
    {
        List<HubChange> changes = [];
        var last = await feed.ReadLastVersionAsync(layout.Maestra, CancellationToken.None);
        for (long after = 0; after < last;)
        {
            var chunk = await feed.ReadAsync(layout, after, Math.Min(last, after + 5_000), 5_000, CancellationToken.None);
            changes.AddRange(chunk.Changes);
            after = chunk.UpTo;
        }

        return changes;
    }

    private static async Task<double> TimeAsync<T>(Func<Task<T>> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    private static void WriteFile(string path, int rows)
    {
        using var writer = Xcateg.Open(path);
        for (var i = 0; i < rows; i++)
        {
            writer.WriteLine(Xcateg.Line(i, $"CATEGORIA NUMERO {i}"));
        }
    }
}
