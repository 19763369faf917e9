using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"A worker that lost its lease may not commit", and what is done is not done twice.</summary>
public sealed class ClaimTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_stalls_before_the_merge_leaves_the_file_to_its_successor()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        TestWorker successor = hub.AddWorker();
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6", "2|TUNJA|");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        await using MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");

        Task<FileJobResult> stalled = hub.Worker.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        await gate.WaitForAsync(1);
        await ExpireLeaseAsync(hub);
        Task<FileJobResult> taken = successor.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        await gate.WaitForAsync(2);
        await gate.OpenAsync();

        Assert.False((await stalled).WasMine);
        Assert.Equal((true, FileStatus.Loaded), ((await taken).WasMine, (await taken).Status));
        await successor.DrainAsync();
        FileResult file = (await hub.DrainAsync(run.RunId)).File;
        Assert.Equal("loaded 2=2+0 i1 u1 d0 =0", file.ToString());
        Assert.Equal(2, file.Attempt);
        Assert.Equal((1, 3), (file.VersionFrom, file.VersionTo));
        Assert.Equal(["1"], await FileAuditsAsync(hub, file));
    }

    [Fact]
    public async Task A_worker_that_wakes_after_its_successor_ended_can_do_nothing_more()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6", "mala");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge stalled = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await ExpireLeaseAsync(hub);
        TestWorker successor = hub.AddWorker();
        await successor.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        await successor.DrainAsync();
        string[] before = await EverythingAsync(hub);

        await Assert.ThrowsAsync<ClaimLostException>(stalled.MergeAsync);
        await Assert.ThrowsAsync<ClaimLostException>(() => hub.Worker.Steps.ExecuteAsync(stalled.Claim, Ct));
        await Assert.ThrowsAsync<ClaimLostException>(() => hub.Worker.Steps.CancelAsync(stalled.Claim, Ct));
        await hub.Worker.Claims.ReleaseAsync(stalled.Claim);

        Assert.Equal(before, await EverythingAsync(hub));
    }

    [Fact]
    public async Task A_claim_that_runs_is_nobody_elses()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge mine = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);

        FileJobResult other = await hub.AddWorker().Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);

        Assert.False(other.WasMine);
        Assert.Equal(FileStatus.Running, other.Status);
        Assert.Equal(MergeDecision.Applied, (await mine.MergeAsync()).Decision);
    }

    [Fact]
    public async Task Of_two_workers_that_take_a_file_at_once_one_gets_it()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        TestWorker[] workers = [.. Enumerable.Range(0, 8).Select(_ => hub.AddWorker())];

        FileJobResult[] results = await Task.WhenAll(
            workers.Select(w => Task.Run(() => w.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct), Ct)));

        Assert.Single(results, r => r.WasMine);
        Assert.Equal(1, (await hub.ReadRunAsync(run.RunId)).File.Attempt);
    }

    [Fact]
    public async Task A_file_that_was_merged_already_is_not_merged_twice()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "3|PASTO|");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6", "2|TUNJA|", "mala", "3|PASTO|");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge merge = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);

        MergeResult committed = await merge.MergeAsync();
        string[] before = await hub.TracksAsync("erp_ciudad");
        MergeResult repeated = await merge.MergeAsync();

        Assert.Equal((MergeDecision.Applied, MergeDecision.AlreadyMerged), (committed.Decision, repeated.Decision));
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));

        // The worker dies here; whoever comes only has to archive the file.
        await ExpireLeaseAsync(hub);
        FileResult file = (await hub.DrainAsync(run.RunId)).File;
        Assert.Equal("loaded 4=3+1 i1 u1 d0 =1", file.ToString());
        Assert.Equal("processed/2026-11-24/CIUDAD_20261124.txt", file.Path);
        Assert.Equal(["mala"], await hub.RejectsAsync(file));
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));
        Assert.Equal(["1"], await FileAuditsAsync(hub, file));
    }

    [Fact]
    public async Task Staging_belongs_to_one_attempt()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6", "2|TUNJA|");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge first = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await ExpireLeaseAsync(hub);
        StagedMerge second = await StagedMerge.PrepareAsync(hub, hub.AddWorker(), run.File);

        // The first one goes on staging, into tables of its own.
        await hub.ExecuteAsync($"TRUNCATE {first.Request.Tables.Records}");

        Assert.Equal(MergeDecision.Applied, (await second.MergeAsync()).Decision);
        Assert.Equal(["1|CALI|6", "2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_file_whose_worker_stopped_in_good_order_is_taken_at_once()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        using CancellationTokenSource stopping = new();
        await using (MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD"))
        {
            Task<FileJobResult> working = hub.AddWorker().Pipeline.ExecuteAsync(run.RunId, run.File.FileId, stopping.Token);
            await gate.WaitForAsync(1);
            await stopping.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
        }

        FileResult file = (await hub.DrainAsync(run.RunId)).File;

        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", file.ToString());
    }

    [Fact]
    public async Task A_worker_does_not_keep_alive_what_it_no_longer_works_on()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        // Its job ended with an exception that nobody foresaw: the row still names the worker, which lives on.
        StagedMerge abandoned = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await ExpireLeaseAsync(hub);

        await hub.Worker.Leases.RenewAsync(Ct);

        FileJobResult result = await hub.AddWorker().Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        Assert.True(result.WasMine);
        Assert.NotEqual(abandoned.Claim.Attempt, (await hub.ReadRunAsync(run.RunId)).File.Attempt);
    }

    [Fact]
    public async Task A_worker_keeps_alive_what_it_works_on()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge mine = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        using var held = hub.Worker.Leases.Hold(mine.Claim, Ct);
        await ExpireLeaseAsync(hub);

        await hub.Worker.Leases.RenewAsync(Ct);

        Assert.False((await hub.AddWorker().Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct)).WasMine);
        Assert.False(held.IsLost);
    }

    [Fact]
    public async Task Leases_go_by_the_databases_clock_whatever_a_workers_own_says()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge mine = await StagedMerge.PrepareAsync(hub, hub.AddWorker(new FixedTime("1999-01-01T00:00:00Z")), run.File);

        TestWorker hasty = hub.AddWorker(new FixedTime("2099-01-01T00:00:00Z"));
        await hasty.Leases.RenewAsync(Ct);
        await hasty.Sweeper.SweepAsync(Ct);

        Assert.False((await hasty.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct)).WasMine);
        Assert.Equal(
            ["t"], await hub.QueryAsync("SELECT lease_until BETWEEN now() + interval '30 minutes' AND now() + interval '1 hour' FROM run_file"));
        Assert.Equal(MergeDecision.Applied, (await mine.MergeAsync()).Decision);
    }

    private static Task<int> ExpireLeaseAsync(TestHub hub) =>
        hub.ExecuteAsync("UPDATE run_file SET lease_until = now() - interval '1 second' WHERE status = 'running'");

    private static Task<string[]> FileAuditsAsync(TestHub hub, FileResult file) => hub.QueryAsync(
        $"SELECT count(*) FROM audit_log WHERE procedure_name = 'procesar_archivo' AND parameters ->> 'file_id' = '{file.FileId}'");

    private static async Task<string[]> EverythingAsync(TestHub hub) =>
    [
        .. await hub.TracksAsync("erp_ciudad"), .. await hub.QueryAsync("SELECT * FROM run_file"), .. await hub.QueryAsync("SELECT * FROM file"),
        .. await hub.QueryAsync("SELECT * FROM step"), .. await hub.QueryAsync("SELECT * FROM error_log"),
        .. await hub.QueryAsync("SELECT * FROM audit_log"), .. await hub.QueryAsync("SELECT * FROM master_state"),
    ];
}
