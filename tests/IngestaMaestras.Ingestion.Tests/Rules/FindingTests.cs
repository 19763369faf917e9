using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"Missing expected files, unknown files, late files and files still arriving are findings of the run."</summary>
public sealed class FindingTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_expected_master_that_does_not_come_makes_the_run_partial_and_is_told_once()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Expected(), Maestra.Zona());

        RunResult run = await hub.RunAsync("2026-11-24");
        RunResult again = await hub.RunAsync("2026-11-24");

        Assert.Equal(("partial", "partial"), (run.Status, again.Status));
        Assert.Equal(["faltante|CIUDAD|"], await FindingsAsync(hub, run));
        Assert.Equal(["faltante|CIUDAD|"], await FindingsAsync(hub, again));
        Assert.Equal(
            ["2026-11-24|ARCHIVO_FALTANTE|aviso|CIUDAD"],
            await hub.QueryAsync("SELECT fecha_proceso, error_type, severity, maestra FROM error_log"));
    }

    [Fact]
    public async Task A_file_that_comes_after_all_is_missing_no_more()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Expected());
        await hub.RunAsync("2026-11-23");
        await hub.RunAsync("2026-11-24");

        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");

        Assert.Equal(
            ["2026-11-23|f", "2026-11-24|t"],
            await hub.QueryAsync("SELECT fecha_proceso, resolved_at IS NOT NULL FROM error_log ORDER BY 1"));
    }

    [Theory]
    [InlineData("\"12:00\"", "succeeded")] // It is ten in the morning.
    [InlineData("\"09:00\"", "partial")]
    public async Task A_master_with_a_time_of_its_own_is_missing_only_after_it(string time, string status)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Expected($"hora_limite: {time}"));

        Assert.Equal(status, (await hub.RunAsync("2026-11-24")).Status);
    }

    [Theory]
    [InlineData("2026-11-24 08:59:59-05", false)]
    [InlineData("2026-11-24 09:00:01-05", true)]
    public async Task A_file_that_comes_after_its_masters_own_time_is_late(string seen, bool isLate)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Expected("hora_limite: \"09:00\""));
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        await hub.Worker.Nights.AddArrivalsToOpenNightAsync(Ct);
        await hub.ExecuteAsync($"UPDATE file SET first_seen_at = '{seen}'");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal(("succeeded", "loaded"), (run.Status, run.File.Status));
        Assert.Equal(isLate ? ["tardio|CIUDAD|CIUDAD_20261124.txt"] : [], await FindingsAsync(hub, run));
        Assert.Equal(
            isLate ? [$"ARCHIVO_TARDIO|aviso|{run.File.FileId}"] : [],
            await hub.QueryAsync("SELECT error_type, severity, file_id FROM error_log"));
    }

    [Fact]
    public async Task A_file_that_still_arrives_is_left_where_it_is_and_told_and_not_missing()
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres, TestHub.Read(Expected()), o => o.ArrivalQuietPeriod = TimeSpan.FromSeconds(10));
        PatientTime time = new();
        TestWorker worker = hub.AddWorker(time);
        string path = Path.Combine(hub.Folders.Input, "CIUDAD_20261124.txt");
        int line = 0;
        void Grow() => File.AppendAllText(path, $"{++line}|CIUDAD|\n");
        Grow();
        time.Meanwhile = Grow;

        RunResult run = await RunAsync(hub, worker);

        Assert.Equal("succeeded", run.Status);
        Assert.Empty(run.Files);
        Assert.Equal(["llegando||CIUDAD_20261124.txt"], await FindingsAsync(hub, run));
        Assert.Empty(await hub.QueryAsync("SELECT * FROM file"));
        Assert.Empty(await hub.QueryAsync("SELECT * FROM error_log"));
        Assert.Equal(2, File.ReadLines(path).Count());

        time.Meanwhile = () => { };
        RunResult next = await RunAsync(hub, worker);

        Assert.Equal("loaded 2=2+0 i2 u0 d0 =0", next.File.ToString());
        Assert.Empty(await FindingsAsync(hub, next));
    }

    [Fact]
    public async Task Unknown_names_are_told_in_error_log_and_fail_their_run()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("DESCONOCIDO.txt", "algo");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("failed", run.Status);
        Assert.Equal(
            [$"ARCHIVO_DESCONOCIDO|error|∅|DESCONOCIDO.txt|{run.RunId}"],
            await hub.QueryAsync("SELECT error_type, severity, maestra, file_name, run_id FROM error_log"));
        Assert.Equal("error/2026-11-24/DESCONOCIDO.txt", run.File.Path);
    }

    [Fact]
    public async Task What_is_no_plain_file_is_told_and_never_followed()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        using TempFolder other = new();
        await File.WriteAllTextAsync(other["secreto"], "1|SECRETO|\n", Ct);
        File.CreateSymbolicLink(Path.Combine(hub.Folders.Input, "CIUDAD_20261124.txt"), other["secreto"]);

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Empty(run.Files);
        Assert.Equal(["no-archivo||CIUDAD_20261124.txt"], await FindingsAsync(hub, run));
        Assert.False(FileStat.TryRead(Path.Combine(hub.Folders.Input, "CIUDAD_20261124.txt"))!.IsRegular);
    }

    private static string Expected(params string[] more) =>
        Maestra.Ciudad(more).Replace("esperado: no", "esperado: diario", StringComparison.Ordinal);

    private static async Task<RunResult> RunAsync(TestHub hub, TestWorker worker)
    {
        var started = await worker.Runs.StartAsync(
            TestHub.Date("2026-11-24"), Core.Runs.RunTrigger.Operator, new Ingestion.Runs.RunParameters(), TestHub.User, null, Ct);
        await worker.DrainAsync();
        return await hub.DrainAsync(started.RunId!.Value);
    }

    private static Task<string[]> FindingsAsync(TestHub hub, RunResult run) => hub.QueryAsync(
        $"SELECT finding, maestra, file_name FROM run_finding WHERE run_id = {run.RunId} ORDER BY 1, 2, 3");
}
