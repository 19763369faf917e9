using System.Diagnostics;
using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Benchmarks;

/// <summary>
/// What an index on <c>_version</c> costs a load and what it saves the feed: the same loads and the same reads on tables
/// that differ in that index alone, in turn. One in twenty rows, spread at random, changes in each reload; free space is
/// offered to the next one (VACUUM), so that new versions come to lie among old ones, as they do after months.
/// </summary>
internal static class FeedBenchmark
{
    private const int Reloads = 3;
    private const int ChunkSize = 5_000;

    private static readonly (string Name, string? Using)[] Variants =
    [
        ("none", null),
        ("brin", "brin (_version) WITH (pages_per_range = 16)"),
        ("brin-multi", "brin (_version int8_minmax_multi_ops) WITH (pages_per_range = 16)"),
        ("btree", "btree (_version)"),
    ];

    public static async Task RunAsync(int rows, int repetitions)
    {
        using TempFolder folder = new();
        var layout = Xcateg.ReadLayout();
        WriteFiles(folder, rows);
        await using PostgresFixture postgres = new();
        Dictionary<string, List<double[]>> results = Variants.ToDictionary(v => v.Name, _ => new List<double[]>());
        string[] columns = ["first load", "its merge", "read all", "reload 5 %", "read 5 %", "read all, mixed", "index MiB"];
        for (var i = 0; i < repetitions; i++)
        {
            foreach (var (name, index) in Variants)
            {
                var measured = await MeasureAsync(postgres, layout, folder, index);
                results[name].Add(measured);
                Console.WriteLine($"{name}: {string.Join(", ", columns.Zip(measured, (c, m) => string.Create(CultureInfo.InvariantCulture, $"{c} {m:0.00}")))}");
            }
        }

        Console.WriteLine($"medians of {repetitions}, {rows} rows; seconds, and in brackets the ratio to no index");
        Console.WriteLine($"| index | {string.Join(" | ", columns)} |");
        foreach (var (name, _) in Variants)
        {
            var cells = columns.Select((_, c) => (Own: Numbers.Median(results[name], m => m[c]), None: Numbers.Median(results["none"], m => m[c])));
            Console.WriteLine($"| {name} | {string.Join(" | ", cells.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Own:0.00} ({c.Own / c.None:0.00})")))} |");
        }
    }

    private static async Task<double[]> MeasureAsync(PostgresFixture postgres, Layout layout, TempFolder folder, string? index)
    {
        var ct = CancellationToken.None;
        await using var database = await postgres.CreateDatabaseAsync("bench");
        await using HubDatabase hub = new(database.ConnectionString);
        await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(ct);
        HubTables tables = new(hub);
        await tables.EnsureAsync(layout, ct);
        var name = $"{HubDatabase.Schema}.{layout.Table}_version";
        await ExecuteAsync(hub, $"DROP INDEX {name}" + (index is null ? "" : $"; CREATE INDEX {layout.Table}_version ON {HubDatabase.Schema}.{layout.Table} USING {index}"));
        ChangeFeed feed = new(hub, tables);

        var (stage, merge) = await HubLoad.RunAsync(hub, tables, layout, 1, folder["0.txt"]);
        var readAll = await ReadAsync(hub, feed, layout, index, 0);
        List<double> reloads = [];
        List<double> reads = [];
        for (var i = 1; i <= Reloads; i++)
        {
            var before = await feed.ReadLastVersionAsync(layout.Maestra, ct);
            var (_, reload) = await HubLoad.RunAsync(hub, tables, layout, i + 1, folder[$"{i}.txt"]);
            reloads.Add(reload);
            reads.Add(await ReadAsync(hub, feed, layout, index, before));
            await ExecuteAsync(hub, $"VACUUM ANALYZE {HubDatabase.Schema}.{layout.Table}");
        }

        var mixed = await ReadAsync(hub, feed, layout, index, 0);
        await using var connection = await hub.OpenAsync(ct);
        var size = index is null ? 0 : await connection.ExecuteScalarAsync<long>($"SELECT pg_relation_size('{name}')");
        return [stage + merge, merge, readAll, reloads[^1], reads[^1], mixed, size / 1048576.0];
    }

    /// <summary>The whole feed above a version, with the ranges that a delivery asks for.</summary>
    private static async Task<double> ReadAsync(HubDatabase hub, ChangeFeed feed, Layout layout, string? index, long after)
    {
        var ct = CancellationToken.None;
        var watch = Stopwatch.StartNew();
        if (index?.StartsWith("brin", StringComparison.Ordinal) == true)
        {
            await feed.PrepareAsync(layout, ct);
        }

        var last = await feed.ReadLastVersionAsync(layout.Maestra, ct);
        FeedRange range = new(ChunkSize);
        while (after < last)
        {
            var chunk = await feed.ReadAsync(layout, after, range.Until(after, last), ChunkSize, ct);
            range.Note(chunk.Changes.Count);
            after = chunk.UpTo;
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static async Task ExecuteAsync(HubDatabase hub, string sql)
    {
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0));
    }

    private static void WriteFiles(TempFolder folder, int rows)
    {
        Random random = new(1);
        var names = Enumerable.Range(0, rows).Select(i => $"CATEGORIA NUMERO {i}").ToArray();
        for (var file = 0; file <= Reloads; file++)
        {
            using var writer = Xcateg.Open(folder[$"{file}.txt"]);
            for (var i = 0; i < rows; i++)
            {
                if (file > 0 && random.Next(20) == 0)
                {
                    names[i] = $"NOMBRE {file} DE {i}";
                }

                writer.WriteLine(Xcateg.Line(i, names[i]));
            }
        }
    }
}
