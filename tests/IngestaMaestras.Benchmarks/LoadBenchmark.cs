using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Benchmarks;

/// <summary>
/// Our load, from the first byte read to the commit, against <c>psql \copy</c> of columns that are already cut, into a
/// table of the same columns and key, on the same server, in turn. What counts is the ratio; times are this machine's.
/// </summary>
internal static class LoadBenchmark
{
    private const int Width = 321;
    private static readonly DateOnly Date = new(2026, 11, 24);

    public static async Task RunAsync(int rows, int repetitions)
    {
        using TempFolder folder = new();
        var layout = ReadLayout();
        WriteFiles(folder, rows);
        await using PostgresFixture postgres = new();
        List<(double Copy, double First, double Same, double Few)> results = [];
        for (var i = 0; i < repetitions; i++)
        {
            await using var database = await postgres.CreateDatabaseAsync("bench");
            await using HubDatabase hub = new(database.ConnectionString);
            await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(CancellationToken.None);
            var copy = await CopyAsync(hub, folder["cut.txt"]);
            var first = await LoadAsync(hub, layout, 1, folder["first.txt"]);
            var same = await LoadAsync(hub, layout, 2, folder["same.txt"]);
            var few = await LoadAsync(hub, layout, 3, folder["few.txt"]);
            results.Add((copy, first, same, few));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows} rows: \\copy {copy:0.00} s, first load {first:0.00} s, reload without differences {same:0.00} s, 0.1 % changed {few:0.00} s"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio to \\copy, median of {repetitions}: first load {Median(results, r => r.First / r.Copy):0.00}, reload {Median(results, r => r.Same / r.Copy):0.00}, 0.1 % changed {Median(results, r => r.Few / r.Copy):0.00}; peak memory of this process {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
    }

    private static Layout ReadLayout()
    {
        var texts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "layouts"), "*.toon")
            .Select(f => new LayoutText(Path.GetFileName(f), File.ReadAllText(f)));
        return LayoutLoader.Load(texts).Layouts.Find("XCATEG")!;
    }

    /// <summary>XCATEG: the same rows as the ERP writes them, and cut into columns; a reload differs in its order alone or in 0.1 %.</summary>
    private static void WriteFiles(TempFolder folder, int rows)
    {
        using StreamWriter first = Open(folder["first.txt"]);
        using StreamWriter same = Open(folder["same.txt"]);
        using StreamWriter few = Open(folder["few.txt"]);
        using StreamWriter cut = Open(folder["cut.txt"]);
        for (var i = 0; i < rows; i++)
        {
            var line = Line(i, $"CATEGORIA NUMERO {i}");
            first.WriteLine(line);
            few.WriteLine(i % 1000 == 7 ? Line(i, $"OTRO NOMBRE {i}") : line);
            cut.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i / 100_000}\t{i % 100_000}\tCATEGORIA NUMERO {i}\t01"));
        }

        // Other bytes, same rows: the comparison has to be made.
        for (var i = rows - 1; i >= 0; i--)
        {
            same.WriteLine(Line(i, $"CATEGORIA NUMERO {i}"));
        }
    }

    private static string Line(int i, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{i / 100_000:000}{i % 100_000:00000}{name}").PadRight(Width);

    private static StreamWriter Open(string path) => new(path, false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };

    private static async Task<double> CopyAsync(HubDatabase hub, string path)
    {
        await using (var connection = await hub.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync(
                """
                CREATE TABLE copy_target (sublin integer NOT NULL, catego integer NOT NULL, nombre character varying(30),
                                          codcia character varying(2) COLLATE "C" NOT NULL, PRIMARY KEY (codcia, sublin, catego))
                """);
        }

        NpgsqlConnectionStringBuilder builder = new(hub.ConnectionString);
        var watch = Stopwatch.StartNew();
        var result = await TestProcess.RunAsync(
            ["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", $"\\copy db_masterdatahub.copy_target FROM '{path}'"],
            new Dictionary<string, string?>
            {
                ["PGHOST"] = builder.Host,
                ["PGPORT"] = builder.Port.ToString(CultureInfo.InvariantCulture),
                ["PGUSER"] = builder.Username,
                ["PGPASSWORD"] = builder.Password,
                ["PGDATABASE"] = builder.Database,
            },
            timeout: TimeSpan.FromMinutes(10));
        return result.ExitCode == 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException(result.ToString());
    }

    private static async Task<double> LoadAsync(HubDatabase hub, Layout layout, int number, string path)
    {
        const string Owner = "benchmark";
        FileClaim claim = new(number, number, 1, Owner);
        await using (var connection = await hub.OpenAsync(CancellationToken.None))
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO layout_version (layout_hash, maestra, source) VALUES (@Fingerprint, @Maestra, @Source) ON CONFLICT DO NOTHING;
                INSERT INTO run (run_id, fecha_proceso, trigger, requested_by) OVERRIDING SYSTEM VALUE VALUES (@number, @Date, 'operator', 'b');
                INSERT INTO file (file_id, maestra, file_name, fecha_proceso, chain_order, root_file_id, path, location, size_bytes)
                OVERRIDING SYSTEM VALUE VALUES (@number, @Maestra, @path, @Date, 'x', @number, @path, 'work', 0);
                INSERT INTO run_file (run_id, file_id, status, attempt, lease_owner) VALUES (@number, @number, 'running', 1, @Owner);
                """,
                new { layout.Fingerprint, layout.Maestra, layout.Source, number, Date, path, Owner });
        }

        HubTables tables = new(hub);
        await tables.EnsureAsync(layout, CancellationToken.None);
        FileMerger merger = new(hub, tables, () => new LayoutSet([layout]), errorLogLimit: 10_000);
        var watch = Stopwatch.StartNew();
        var staged = await new FileStager(hub).StageAsync(layout, new StagingTables(number, number, 1), path, CancellationToken.None);
        var read = watch.Elapsed;
        var result = await merger.MergeAsync(
            new MergeRequest(layout, staged, claim, Date, "x", Path.GetFileName(path), path, []), CancellationToken.None);
        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {Path.GetFileName(path)}: staged in {read.TotalSeconds:0.00} s, merged in {seconds - read.TotalSeconds:0.00} s: {result.Decision} {result.Counts.Inserted} inserted, {result.Counts.Updated} updated, {result.Counts.Unchanged} unchanged"));
        await using var last = await hub.OpenAsync(CancellationToken.None);
        await new StagingTables(number, number, 1).DropAsync(last, CancellationToken.None);
        return seconds;
    }

    private static double Median<T>(IEnumerable<T> results, Func<T, double> of)
    {
        var sorted = results.Select(of).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
