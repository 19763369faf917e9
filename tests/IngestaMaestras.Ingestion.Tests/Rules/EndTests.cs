using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>How files end: the last one, the cancelled one, the one whose job comes back, the one that was half moved.</summary>
public sealed class EndTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_files_that_end_together_exactly_one_is_the_last()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        List<(RunFileRow Row, FileClaim Claim, TestWorker Worker)> files = [];
        foreach (FileResult file in run.Files)
        {
            TestWorker worker = hub.AddWorker();
            RunFileRow row = (await worker.Claims.TryAcquireAsync(run.RunId, file.FileId, Ct))!;
            files.Add((row, new FileClaim(run.RunId, file.FileId, row.Attempt, worker.Leases.Worker.WorkerId), worker));
        }

        // Both stand before the run's row, so that neither has ended when the other looks.
        Task<bool>[] ends;
        await using (NpgsqlConnection holder = await hub.OpenAsync())
        await using (NpgsqlTransaction transaction = await holder.BeginTransactionAsync(Ct))
        {
            await holder.ExecuteAsync($"SELECT 1 FROM run WHERE run_id = {run.RunId} FOR UPDATE");
            ends = [.. files.Select(f => f.Worker.Claims.EndAsync(f.Row, f.Claim, FileStatus.Cancelled, Ct))];
            await Eventually.TrueAsync(async () => await hub.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 2);
            await transaction.CommitAsync(Ct);
        }

        Assert.Single(await Task.WhenAll(ends), isLast => isLast);
    }

    [Fact]
    public async Task A_job_that_comes_back_for_a_file_that_ended_is_done_and_says_so()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6");
        string[] before = await hub.TracksAsync("erp_ciudad");

        FileJobResult again = await hub.Worker.Pipeline.ExecuteAsync(file.RunId, file.FileId, Ct);

        Assert.Equal((false, FileStatus.Loaded), (again.WasMine, again.Status));
        Assert.NotEmpty(again.Message!);
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_requeued_job_of_a_superseded_attempt_is_done_and_says_so()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await hub.ExecuteAsync("UPDATE run_file SET lease_until = now() - interval '1 second'");
        StagedMerge successor = await StagedMerge.PrepareAsync(hub, hub.AddWorker(), run.File);

        FileJobResult requeued = await hub.Worker.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);

        Assert.Equal((false, FileStatus.Running), (requeued.WasMine, requeued.Status));
        Assert.NotEmpty(requeued.Message!);
        Assert.Equal(MergeDecision.Applied, (await successor.MergeAsync()).Decision);
    }

    [Theory]
    [InlineData("UPDATE OF enqueued_at ON run_file", "enqueued_at IS NOT NULL")]
    [InlineData("UPDATE OF lease_until ON run", "lease_until IS NOT NULL")]
    public async Task A_fault_of_the_queue_after_the_end_of_a_file_is_not_the_files(string statement, string condition)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        hub.Put("CIUDAD_20261124_2.txt", "1|CALI|7");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        await hub.Worker.Pipeline.ExecuteAsync(run.RunId, run["CIUDAD_20261124.txt"].FileId, Ct);
        await hub.ExecuteAsync("UPDATE run_file SET enqueued_at = NULL");
        hub.Worker.Jobs.Lose();
        long last = statement.EndsWith("run_file", StringComparison.Ordinal)
            ? run["CIUDAD_20261124.txt"].FileId
            : run["CIUDAD_20261124_2.txt"].FileId;
        await hub.ExecuteAsync($"UPDATE run_file SET status = 'pending', attempt = 0 WHERE file_id = {last}");
        await hub.ExecuteAsync(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
            BEGIN RAISE EXCEPTION 'provoked' USING ERRCODE = '57P01'; END $body$;
            CREATE TRIGGER refuse BEFORE {statement} FOR EACH ROW WHEN (NEW.{condition}) EXECUTE FUNCTION refuse();
            """);

        FileJobResult result = await hub.Worker.Pipeline.ExecuteAsync(run.RunId, last, Ct);

        Assert.True(result.WasMine);
        Assert.NotEqual(FileStatus.Failed, result.Status);
        await hub.ExecuteAsync("DROP FUNCTION refuse CASCADE");
        await hub.Worker.Sweeper.SweepAsync(Ct);
        Assert.Equal("succeeded", (await hub.DrainAsync(run.RunId)).Status);
    }

    [Fact]
    public async Task Cancelling_returns_what_is_not_merged_to_input_with_its_date_and_finishes_what_is()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge merged = await StagedMerge.PrepareAsync(hub, hub.Worker, run["CIUDAD_20261124.txt"]);
        await merged.MergeAsync();
        StagedMerge staged = await StagedMerge.PrepareAsync(hub, hub.Worker, run["ZONA_20261124.txt"]);
        await hub.Worker.Runs.CancelAsync(run.RunId, TestHub.User, "prueba", Ct);
        await hub.ExecuteAsync("UPDATE run_file SET lease_until = now() - interval '1 second'");

        RunResult cancelled = await hub.DrainAsync(run.RunId);

        Assert.Equal("cancelled", cancelled.Status);
        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", cancelled["CIUDAD_20261124.txt"].ToString());
        Assert.Equal("processed/2026-11-24/CIUDAD_20261124.txt", cancelled["CIUDAD_20261124.txt"].Path);
        Assert.Equal("cancelled", cancelled["ZONA_20261124.txt"].Status);
        Assert.Equal(
            ["input/ZONA_20261124.txt|2026-11-24"],
            await hub.QueryAsync($"SELECT path, fecha_proceso FROM file WHERE file_id = {staged.Claim.FileId}"));
        Assert.Equal("loaded", (await hub.RunAsync("2026-11-24"))["ZONA_20261124.txt"].Status);
    }

    [Fact]
    public async Task A_worker_is_told_of_a_cancellation_with_its_heartbeat()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        await using MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");
        Task<FileJobResult> working = hub.Worker.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        await gate.WaitForAsync(1);
        await hub.Worker.Runs.CancelAsync(run.RunId, TestHub.User, "prueba", Ct);

        await hub.Worker.Leases.RenewAsync(Ct);

        Assert.Equal(FileStatus.Cancelled, (await working).Status);
        await gate.OpenAsync();
        Assert.Equal("cancelled", (await hub.DrainAsync(run.RunId)).Status);
        Assert.Equal(["1|CALI|5"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task Work_that_the_queue_lost_is_enqueued_again()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        hub.Worker.Jobs.Lose();
        await hub.ExecuteAsync("UPDATE run_file SET enqueued_at = now() - interval '1 hour'");

        await hub.Worker.Dispatcher.DispatchAsync(run.RunId, Ct);

        Assert.Equal("loaded", (await hub.DrainAsync(run.RunId)).File.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_whose_worker_died_around_the_move_ends_as_if_nothing_had_happened(bool wasMoved)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6", "mala");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        StagedMerge merge = await StagedMerge.PrepareAsync(hub, hub.Worker, run.File);
        await merge.MergeAsync();
        // The target is recorded, the file is renamed or not yet, the row does not follow any more.
        string target = "processed/2026-11-24/CIUDAD_20261124.txt";
        await hub.ExecuteAsync($"UPDATE file SET target_path = '{target}', sha256 = '{merge.Request.Staged.Sha256}'");
        Directory.CreateDirectory(hub.Folders.Resolve("processed/2026-11-24"));
        if (wasMoved)
            Assert.Equal(MoveResult.Moved, AtomicMove.Move(merge.Request.Path, hub.Folders.Resolve(target)));
        await hub.ExecuteAsync("UPDATE run_file SET lease_until = now() - interval '1 second'");

        FileResult file = (await hub.DrainAsync(run.RunId)).File;

        Assert.Equal("loaded 2=1+1 i1 u0 d0 =0", file.ToString());
        Assert.Equal(target, file.Path);
        Assert.Equal(["mala"], await hub.RejectsAsync(file));
        Assert.Equal(2, Directory.GetFiles(hub.Folders.Resolve("processed/2026-11-24")).Length);
    }

    [Fact]
    public async Task A_rejects_file_written_before_a_crash_is_not_written_twice()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6", "mala");
        await hub.ExecuteAsync($"UPDATE run_file SET status = 'pending', job_id = NULL, enqueued_at = NULL WHERE file_id = {file.FileId}");
        await hub.ExecuteAsync("UPDATE run SET status = 'queued', job_id = NULL");
        await hub.Worker.Consolidator.EnqueueNextAsync(Ct);

        await hub.DrainAsync(file.RunId);

        Assert.Equal(2, Directory.GetFiles(hub.Folders.Resolve("processed/2026-11-24")).Length);
    }

    [Fact]
    public async Task An_archived_name_that_is_taken_is_not_overwritten()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult first = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6", "mala");

        FileResult second = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|7", "peor");

        Assert.Equal("processed/2026-11-24/CIUDAD_20261124~1.txt", second.Path);
        Assert.Equal("1|CALI|6\nmala\n", await File.ReadAllTextAsync(hub.Folders.Resolve(first.Path), Ct));
        Assert.Equal(["mala"], await hub.RejectsAsync(first));
        Assert.Equal(["peor"], await hub.RejectsAsync(second));
    }
}
