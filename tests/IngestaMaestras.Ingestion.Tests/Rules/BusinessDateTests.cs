using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"Which date a file belongs to."</summary>
public sealed class BusinessDateTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-11-24T06:59:59Z", "2026-11-23")] // 01:59:59 in Bogotá: the night of the 24th is not due yet.
    [InlineData("2026-11-24T07:00:00Z", "2026-11-24")]
    [InlineData("2026-11-25T04:30:00Z", "2026-11-24")] // 23:30 in Bogotá, already the 25th in UTC.
    public async Task A_file_without_a_date_belongs_to_the_latest_date_due_when_it_was_first_seen_for_good(string seen, string date)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD.txt", "1|CALI|5");
        await RegisterAsync(hub, seen);

        // Looked at again days later, it keeps its date; the run of the later day lets it go first.
        await RegisterAsync(hub, "2026-11-27T15:00:00Z");
        RunResult run = await hub.RunAsync("2026-11-27");

        Assert.Equal([$"CIUDAD.txt|{date}"], await hub.QueryAsync("SELECT file_name, fecha_proceso FROM file"));
        Assert.Empty(run.Files);
        Assert.Equal(
            [$"{date}|catch-up|loaded"],
            await hub.QueryAsync("SELECT fecha_proceso, trigger, rf.status FROM run JOIN run_file rf USING (run_id)"));
        Assert.Equal([date], await hub.QueryAsync("SELECT fecha_proceso FROM master_state"));
    }

    [Fact]
    public async Task A_date_in_the_name_goes_before_the_day_on_which_the_file_came()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261120.txt", "1|CALI|5");

        await RegisterAsync(hub, "2026-11-24T15:00:00Z");

        Assert.Equal(["2026-11-20"], await hub.QueryAsync("SELECT fecha_proceso FROM file"));
    }

    [Fact]
    public async Task A_run_takes_a_file_of_another_date_only_when_an_operator_names_it()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261126.txt", "1|CALI|5");

        RunResult unnamed = await hub.RunAsync("2026-11-25");
        long fileId = await hub.ScalarAsync<long>("SELECT file_id FROM file");
        RunResult named = await hub.RunAsync("2026-11-25", new RunParameters { FileIds = [fileId] });

        Assert.Empty(unnamed.Files);
        Assert.Equal(
            ["futuro|CIUDAD_20261126.txt"], await hub.QueryAsync($"SELECT finding, file_name FROM run_finding WHERE run_id = {unnamed.RunId}"));
        Assert.Equal("loaded", named.File.Status);
        Assert.Equal(TestHub.Date("2026-11-26"), named.File.FechaProceso);
    }

    [Fact]
    public async Task A_file_sent_back_to_input_keeps_its_row_its_date_and_its_position()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD.txt", "mala");
        hub.Put("CIUDAD_20261122_3.txt", "mala");
        await RegisterAsync(hub, "2026-11-20T15:00:00Z");
        await hub.RunAsync("2026-11-22");
        const string Rows = "SELECT file_id, file_name, fecha_proceso, chain_order, root_file_id, location FROM file ORDER BY file_id";
        string[] before = await hub.QueryAsync(Rows);
        Assert.Equal(2, before.Length);

        foreach (string file in await hub.QueryAsync("SELECT file_id FROM file"))
            await hub.Worker.Files.SendBackAsync(long.Parse(file, null), TestHub.User, Ct);
        await RegisterAsync(hub, "2026-11-27T15:00:00Z");

        Assert.Equal(
            before.Select(row => row.Replace("|error", "|input", StringComparison.Ordinal)), await hub.QueryAsync(Rows));
        Assert.Equal(
            ["CIUDAD.txt", "CIUDAD_20261122_3.txt"],
            Directory.EnumerateFiles(hub.Folders.Input).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_vanishes_from_input_waits_no_longer()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        await RegisterAsync(hub, "2026-11-24T15:00:00Z");
        File.Delete(Path.Combine(hub.Folders.Input, "CIUDAD_20261124.txt"));

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("succeeded", run.Status);
        Assert.Empty(run.Files);
        Assert.Equal("loaded", (await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6")).Status);
    }

    /// <summary>A worker with a clock of its own looks at input.</summary>
    private static async Task RegisterAsync(TestHub hub, string utc)
    {
        TestWorker worker = hub.AddWorker(new FixedTime(utc));
        await worker.Nights.AddArrivalsToOpenNightAsync(Ct);
    }
}
