using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Benchmarks;

/// <summary>What a scrape costs the running program and its database over a history of nights of 13 masters.</summary>
internal static partial class MetricsBenchmark
{
    private const int ErrorsPerNight = 5_000;

    public static async Task RunAsync(int nights, int repetitions)
    {
        await using PostgresFixture postgres = new();
        await using var database = await postgres.CreateDatabaseAsync("metrics");
        await using (HubDatabase hub = new(database.ConnectionString))
        {
            await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(CancellationToken.None);
            await PagesHistory.FillAsync(hub, (long)nights * ErrorsPerNight, nights);
        }

        using TempFolder temp = new();
        var port = FreePort.Next();
        await using IngestaProcess serve = new(
            ["serve", "--no-portal"],
            new Dictionary<string, string?>
            {
                ["ConnectionStrings__Hub"] = database.ConnectionString,
                ["Ingesta__DataRoot"] = temp.Path,
                ["Ingesta__Schedule"] = "0 2 29 2 *",
                ["Metrics__Port"] = port.ToString(CultureInfo.InvariantCulture),
                ["Metrics__MaxAge"] = "00:00:00",
            });
        Uri url = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/metrics"));
        await serve.WaitForUrlAsync(url);
        using HttpClient client = new();
        await Eventually.TrueAsync(
            async () => (await client.GetStringAsync(url)).Contains("ingesta_runs{status=\"failed\"}", StringComparison.Ordinal), message: "the database is told of");
        List<(double Scrape, double Hub, int Bytes)> times = [];
        for (var i = 0; i < repetitions; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var text = await client.GetStringAsync(url);
            times.Add((
                Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                1000 * double.Parse(HubPart().Match(text).Groups[1].Value, CultureInfo.InvariantCulture), text.Length));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{nights} nights, {repetitions} scrapes: median {Numbers.Median(times, t => t.Scrape):0} ms, slowest {times.Max(t => t.Scrape):0} ms; database part: median {Numbers.Median(times, t => t.Hub):0} ms, slowest (with totals) {times.Max(t => t.Hub):0} ms; {times[0].Bytes / 1024} KiB"));
    }

    [GeneratedRegex("ingesta_metrics_collect_seconds\\{part=\"hub\"\\} (\\S+)")]
    private static partial Regex HubPart();
}
