using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"Start-up and a sweep re-enqueue work whose lease has expired"; any worker's sweep does.</summary>
public sealed class SweepTests(PostgresFixture postgres)
{
    /// <summary>Above the highest process id that Linux gives.</summary>
    private const int NoProcess = 4_194_305;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_whose_lease_expired_is_resumed_from_its_first_incomplete_step()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        hub.Worker.Jobs.Lose();
        await (await StagedMerge.PrepareAsync(hub, hub.Worker, run.File)).MergeAsync();
        string[] tracks = await hub.TracksAsync("erp_ciudad");
        await hub.ExecuteAsync("UPDATE run_file SET lease_until = now() - interval '1 second', enqueued_at = now() - interval '1 hour'");

        TestWorker other = await SweepAsync(hub);

        await other.DrainAsync();
        FileResult file = (await hub.DrainAsync(run.RunId)).File;
        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", file.ToString());
        Assert.Equal(2, file.Attempt);
        Assert.Equal(tracks, await hub.TracksAsync("erp_ciudad"));
        Assert.Empty(await hub.QueryAsync("SELECT step FROM step WHERE step IN ('claim', 'stage')"));
    }

    [Fact]
    public async Task A_file_whose_lease_runs_is_left_to_its_worker()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        hub.Worker.Jobs.Lose();
        StagedMerge mine = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await hub.ExecuteAsync("UPDATE run_file SET enqueued_at = now() - interval '1 hour'");

        TestWorker other = await SweepAsync(hub);
        await other.DrainAsync();

        Assert.Equal(MergeDecision.Applied, (await mine.MergeAsync()).Decision);
        Assert.Equal(1, (await hub.ReadRunAsync(run.RunId)).File.Attempt);
    }

    [Fact]
    public async Task What_a_process_of_this_machine_held_when_it_died_is_free_at_once()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        hub.Worker.Jobs.Lose();
        await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await hub.Worker.Leases.RenewAsync(Ct);
        await hub.ExecuteAsync($"UPDATE worker SET process_id = {NoProcess}");

        await (await SweepAsync(hub)).DrainAsync();

        Assert.Equal("loaded", (await hub.DrainAsync(run.RunId)).File.Status);
        Assert.Empty(await hub.QueryAsync($"SELECT * FROM worker WHERE process_id = {NoProcess}"));
    }

    [Fact]
    public async Task A_process_number_that_was_given_again_does_not_keep_the_dead_alive()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        hub.Worker.Jobs.Lose();
        await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await hub.Worker.Leases.RenewAsync(Ct);
        await hub.ExecuteAsync("UPDATE worker SET process_start = process_start - 1");

        await (await SweepAsync(hub)).DrainAsync();

        Assert.Equal("loaded", (await hub.DrainAsync(run.RunId)).File.Status);
    }

    [Fact]
    public async Task A_worker_of_another_machine_is_believed_alive_while_its_lease_runs()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        hub.Worker.Jobs.Lose();
        StagedMerge mine = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await hub.Worker.Leases.RenewAsync(Ct);
        await hub.ExecuteAsync($"UPDATE worker SET process_id = {NoProcess}, host_key = 'otra'");

        await (await SweepAsync(hub)).DrainAsync();

        Assert.Equal(MergeDecision.Applied, (await mine.MergeAsync()).Decision);
    }

    [Fact]
    public async Task A_run_whose_starter_died_is_started_again()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        var run = await hub.Worker.Runs.StartAsync(
            TestHub.Date("2026-11-24"), RunTrigger.Operator, new RunParameters(), TestHub.User, null, Ct);
        hub.Worker.Jobs.Lose();
        await hub.ExecuteAsync("UPDATE run SET status = 'running', lease_owner = 'muerto', lease_until = now() - interval '1 second'");

        await (await SweepAsync(hub)).DrainAsync();

        Assert.Equal("loaded", (await hub.DrainAsync(run.RunId!.Value)).File.Status);
    }

    [Fact]
    public async Task A_run_that_nobody_ended_is_ended()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        await hub.Worker.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        hub.Worker.Jobs.Lose();
        await hub.ExecuteAsync("UPDATE run SET lease_until = now() - interval '1 second'");

        await (await SweepAsync(hub)).DrainAsync();

        Assert.Equal("succeeded", (await hub.DrainAsync(run.RunId)).Status);
    }

    [Fact]
    public async Task A_queued_run_that_the_queue_lost_is_enqueued_again()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        var run = await hub.Worker.Runs.StartAsync(
            TestHub.Date("2026-11-24"), RunTrigger.Operator, new RunParameters(), TestHub.User, null, Ct);
        hub.Worker.Jobs.Lose();

        await (await SweepAsync(hub)).DrainAsync();

        Assert.Equal("loaded", (await hub.DrainAsync(run.RunId!.Value)).File.Status);
    }

    private static async Task<TestWorker> SweepAsync(TestHub hub)
    {
        TestWorker worker = hub.AddWorker();
        await worker.Sweeper.SweepAsync(Ct);
        return worker;
    }
}
