using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"One run executes at a time, whatever its date, across all workers (enforced in the database)."</summary>
public sealed class OneRunTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_runs_that_workers_start_at_once_one_executes()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        List<long> runs = [];
        for (int day = 20; day < 26; day++)
        {
            hub.Put($"CIUDAD_202611{day}.txt", $"1|CIUDAD {day}|");
            runs.Add(await CreateAsync(hub, $"2026-11-{day}"));
        }

        TestWorker[] workers = [.. runs.Select(_ => hub.AddWorker())];
        await Task.WhenAll(runs.Select((run, i) => Task.Run(() => workers[i].Starter.StartAsync(run, Ct), Ct)));

        Assert.Equal([$"{runs[0]}"], await hub.QueryAsync("SELECT run_id FROM run WHERE status = 'running'"));
        foreach (TestWorker worker in workers)
            await worker.DrainAsync();
        await hub.DrainAsync(runs[0]);
        Assert.Equal(
            ["20|1", "21|2", "22|3", "23|4", "24|5", "25|6"],
            await hub.QueryAsync("SELECT extract(day FROM fecha_proceso), version_to FROM run_file JOIN file USING (file_id) ORDER BY 1"));
    }

    [Fact]
    public async Task A_run_that_several_workers_start_at_once_is_started_once()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261123.txt", "1|AYER|");
        hub.Put("CIUDAD_20261124.txt", "1|HOY|");
        long run = await CreateAsync(hub, "2026-11-24");
        TestWorker[] workers = [.. Enumerable.Range(0, 6).Select(_ => hub.AddWorker())];

        await Task.WhenAll(workers.Select(w => Task.Run(() => w.Starter.StartAsync(run, Ct), Ct)));
        foreach (TestWorker worker in workers)
            await worker.DrainAsync();
        await hub.DrainAsync(run);

        Assert.Equal(
            ["2026-11-23|catch-up|succeeded", "2026-11-24|operator|succeeded"],
            await hub.QueryAsync("SELECT fecha_proceso, trigger, status FROM run ORDER BY 1"));
        Assert.Equal(["1|HOY|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["1|1", "1|2"], await hub.QueryAsync("SELECT attempt, version_to FROM run_file ORDER BY 2"));
    }

    [Fact]
    public async Task A_run_waits_while_another_executes_even_for_an_older_date()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|HOY|");
        RunResult executing = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        long older = await CreateAsync(hub, "2026-11-20");

        string answer = await hub.AddWorker().Starter.StartAsync(older, Ct);

        Assert.Contains("otra está en curso", answer, StringComparison.Ordinal);
        Assert.Equal("queued", (await hub.ReadRunAsync(older)).Status);
        await hub.DrainAsync(executing.RunId);
        Assert.Equal("succeeded", (await hub.ReadRunAsync(older)).Status);
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_one()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await CreateAsync(hub, "2026-11-20");
        await CreateAsync(hub, "2026-11-21");

        PostgresException e = await Assert.ThrowsAsync<PostgresException>(() => hub.ExecuteAsync("UPDATE run SET status = 'running'"));

        Assert.Equal(PostgresErrorCodes.UniqueViolation, e.SqlState);
    }

    private static async Task<long> CreateAsync(TestHub hub, string date) =>
        (await hub.Worker.Runs.StartAsync(
            TestHub.Date(date), RunTrigger.Operator, new RunParameters { OlderDatesDone = false }, TestHub.User, null, Ct)).RunId!.Value;
}
