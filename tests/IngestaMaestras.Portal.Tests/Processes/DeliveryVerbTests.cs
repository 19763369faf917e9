using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>The verbs of deliveries and health, with and without a running portal.</summary>
public sealed class DeliveryVerbTests(PostgresFixture postgres)
{
    [Fact]
    public async Task With_a_running_portal_the_verbs_work_on_its_local_cluster_and_health_asks_it()
    {
        await using var installation = await Installation.CreateAsync(postgres, "verbs");
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await using var portal = installation.Start("serve", "--urls", url);
        await portal.WaitForUrlAsync(new Uri($"{url}/health/ready"));
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS"]);
        var run = await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait", "--json");

        var delivered = await installation.RunAsync("deliver", "--target", "kafka", "--wait", "--json");
        var compared = await installation.RunAsync("reconcile", "--target", "kafka", "--maestra", "XCADENA", "--json");
        var replayed = await installation.RunAsync("replay", "--target", "kafka", "--maestra", "XCADENA", "--yes", "--json");
        // The replay has been asked for; this waits until it has arrived.
        var again = await installation.RunAsync("deliver", "--target", "kafka", "--wait", "--json");
        Assert.True(again.ExitCode == 0, again.Output + again.Error);
        var health = await ReadHealthAsync(installation);

        using (var json = JsonDocument.Parse(run.Output))
        {
            var kafka = json.RootElement.GetProperty("files")[0].GetProperty("deliveries").EnumerateArray()
                .Single(d => d.GetProperty("target").GetString() == "kafka");
            Assert.Equal(2, kafka.GetProperty("changes").GetInt32());
        }

        var events = await TestProcess.RunAsync(
            ["kcat", "-C", "-q", "-e", "-b", health.Addresses["kafka"], "-t", "masterdata.erp.cadena", "-f", "%k %h %s\n"],
            timeout: TimeSpan.FromMinutes(1));

        Assert.True(events.ExitCode == 0, events.ToString());
        var lines = events.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["A", "A", "B", "B"], lines.Select(l => l[..1]).Order(StringComparer.Ordinal));
        foreach (var header in new[] { "ce_id=", "ce_source=", "ce_type=", "ce_time=", "content-type=application/json", "maestra=XCADENA", "op=", "version=", "run_id=1", "fecha_proceso=2026-11-24" })
        {
            Assert.Contains(header, lines[0], StringComparison.Ordinal);
        }

        Assert.Equal(0, delivered.ExitCode);
        Assert.Contains("\"state\":\"delivered\"", delivered.Output, StringComparison.Ordinal);
        Assert.True(compared.ExitCode == 0, compared.Output + compared.Error);
        Assert.Contains("\"hub_rows\":2", compared.Output, StringComparison.Ordinal);
        Assert.True(replayed.ExitCode == 0, replayed.Output + replayed.Error);
        Assert.Equal(0, health.ExitCode);
        Assert.Equal(["disk up", "kafka up", "oracle off", "postgresql up", "scheduler up"], health.States);
        Assert.Contains("127.0.0.1", health.Addresses["kafka"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_portal_answers_health_only_for_its_token_and_takes_the_file_away_when_it_stops()
    {
        await using var installation = await Installation.CreateAsync(postgres, "health");
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await using var portal = installation.Start("serve", "--urls", url);
        await portal.WaitForUrlAsync(new Uri($"{url}/health/ready"));
        var file = Path.Combine(installation.Input, "..", "portal.json");
        using HttpClient client = new();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(401, (int)(await client.GetAsync(new Uri($"{url}/api/health"), TestContext.Current.CancellationToken)).StatusCode);
        portal.Signal("TERM");
        await portal.WaitForExitAsync();

        Assert.False(File.Exists(file));
        // One that a crash left behind leads nowhere: the verb looks for itself, and finds nobody who executes jobs.
        await File.WriteAllTextAsync(file, $$"""{"url":"{{url}}","token":"x"}""", TestContext.Current.CancellationToken);
        var health = await ReadHealthAsync(installation);
        Assert.Equal(1, health.ExitCode);
        Assert.Equal(["disk up", "kafka off", "oracle off", "postgresql up", "scheduler down"], health.States);
    }

    [Fact]
    public async Task A_database_that_is_down_is_a_finding_of_health_and_not_its_failure()
    {
        await using var installation = await Installation.CreateAsync(postgres, "healthdown");
        installation.Environment["ConnectionStrings__Hub"] = $"Host=127.0.0.1;Port={FreePort.Next()};Username=x;Password=secreta;Database=x";

        var health = await ReadHealthAsync(installation);

        Assert.Equal(1, health.ExitCode);
        Assert.Equal(["disk up", "kafka off", "oracle off", "postgresql down", "scheduler down"], health.States);
    }

    private static async Task<(int ExitCode, IReadOnlyList<string> States, IReadOnlyDictionary<string, string> Addresses)> ReadHealthAsync(Installation installation)
    {
        var result = await installation.RunAsync("health", "--json");
        Assert.DoesNotContain("secreta", result.Output + result.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.Output);
        var entries = json.RootElement.EnumerateArray().ToList();
        return (
            result.ExitCode,
            [.. entries.Select(e => $"{e.GetProperty("name").GetString()} {e.GetProperty("state").GetString()}").Order(StringComparer.Ordinal)],
            entries.ToDictionary(e => e.GetProperty("name").GetString()!, e => e.GetProperty("address").GetString() ?? ""));
    }
}
