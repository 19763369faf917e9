using System.Diagnostics;
using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
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
    public static async Task RunAsync(int rows, int repetitions)
    {
        using TempFolder folder = new();
        var layout = Xcateg.ReadLayout();
        WriteFiles(folder, rows);
        await using PostgresFixture postgres = new();
        List<(double Copy, double First, double Same, double Few)> results = [];
        for (var i = 0; i < repetitions; i++)
        {
            await using var database = await postgres.CreateDatabaseAsync("bench");
            await using HubDatabase hub = new(database.ConnectionString);
            await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(CancellationToken.None);
            HubTables tables = new(hub);
            var copy = await CopyAsync(hub, folder["cut.txt"]);
            var first = await LoadAsync(hub, tables, layout, 1, folder["first.txt"]);
            var same = await LoadAsync(hub, tables, layout, 2, folder["same.txt"]);
            var few = await LoadAsync(hub, tables, layout, 3, folder["few.txt"]);
            results.Add((copy, first, same, few));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows} rows: \\copy {copy:0.00} s, first load {first:0.00} s, reload without differences {same:0.00} s, 0.1 % changed {few:0.00} s"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratio to \\copy, median of {repetitions}: first load {Numbers.Median(results, r => r.First / r.Copy):0.00}, reload {Numbers.Median(results, r => r.Same / r.Copy):0.00}, 0.1 % changed {Numbers.Median(results, r => r.Few / r.Copy):0.00}; peak memory of this process {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB"));
    }

    private static async Task<double> LoadAsync(HubDatabase hub, HubTables tables, Layout layout, int number, string path)
    {
        var (stage, merge) = await HubLoad.RunAsync(hub, tables, layout, number, path);
        return stage + merge;
    }

    /// <summary>XCATEG: the same rows as the ERP writes them, and cut into columns; a reload differs in its order alone or in 0.1 %.</summary>
    private static void WriteFiles(TempFolder folder, int rows)
    {
        using StreamWriter first = Xcateg.Open(folder["first.txt"]);
        using StreamWriter same = Xcateg.Open(folder["same.txt"]);
        using StreamWriter few = Xcateg.Open(folder["few.txt"]);
        using StreamWriter cut = Xcateg.Open(folder["cut.txt"]);
        for (var i = 0; i < rows; i++)
        {
            var line = Xcateg.Line(i, $"CATEGORIA NUMERO {i}");
            first.WriteLine(line);
            few.WriteLine(i % 1000 == 7 ? Xcateg.Line(i, $"OTRO NOMBRE {i}") : line);
            cut.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i / 100_000}\t{i % 100_000}\tCATEGORIA NUMERO {i}\t01"));
        }

        // Other bytes, same rows: the comparison has to be made.
        for (var i = rows - 1; i >= 0; i--)
        {
            same.WriteLine(Xcateg.Line(i, $"CATEGORIA NUMERO {i}"));
        }
    }

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
}
