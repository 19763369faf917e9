using Dapper;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>Several workers on one hub: the races are provoked, by locks that the test holds and by stopped processes.</summary>
public sealed class WorkerRaceTests(PostgresFixture postgres)
{
    private const string HoldMerge = "SELECT pg_advisory_lock(hashtextextended('ingesta:merge:XCADENA', 0))";
    private const string ReleaseMerge = "SELECT pg_advisory_unlock(hashtextextended('ingesta:merge:XCADENA', 0))";

    [Fact]
    public async Task Two_workers_starting_at_once_load_every_file_once()
    {
        await using var installation = await Installation.CreateAsync(postgres, "twoworkers");
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS"]);
        installation.WriteLines("XCAN_20261124.txt", ["01UNO", "02DOS"]);
        installation.WriteLines("XWECIA_20261124.txt", ["01UNO", "02DOS"]);

        var results = await Task.WhenAll(
            installation.RunAsync("run", "--date", "2026-11-24", "--wait", "--json"),
            installation.RunAsync("run", "--date", "2026-11-24", "--wait", "--json"));

        Assert.All(results, r => Assert.Equal(1, r.ExitCode));
        Assert.Equal(3, await installation.ScalarAsync<int>("SELECT count(*) FROM run_file WHERE status = 'loaded'"));
        Assert.Equal(3, await installation.ScalarAsync<int>("SELECT count(*) FROM run_file"));
        Assert.Equal(2, await installation.ScalarAsync<int>("SELECT count(*) FROM run WHERE status = 'partial'"));
        Assert.Equal(2, await installation.ScalarAsync<int>("SELECT last_version FROM master_state WHERE maestra = 'XCADENA'"));
    }

    [Fact]
    public async Task A_stalled_worker_that_wakes_up_changes_nothing_any_more()
    {
        await using var installation = await Installation.CreateAsync(postgres, "stalled");
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS"]);
        // The tables first, so that what the test holds up is the merge and not the creation of the table.
        await installation.RunAsync("run", "--date", "2026-11-24", "--dry-run");
        await using var holder = await installation.ConnectAsync();
        await holder.ExecuteAsync(HoldMerge);

        await using var stalled = installation.Start("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait");
        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM run_file WHERE attempt = 1 AND status = 'running')"),
            message: "the first worker has the file");
        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"),
            message: "the first worker waits for the master's lock");
        stalled.Signal("STOP");

        await using var successor = installation.Start("serve", "--no-portal");
        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<int>("SELECT attempt FROM run_file") == 2, message: "the successor took the file over");
        // Both wait for the lock now; the stalled worker's statement is first in the queue and gets it.
        await holder.ExecuteAsync(ReleaseMerge);
        stalled.Signal("CONT");
        await installation.RunEndedAsync();
        await stalled.WaitForExitAsync();
        successor.Signal("TERM");
        await successor.WaitForExitAsync();

        Assert.Equal("loaded", await installation.ScalarAsync<string>("SELECT status FROM run_file"));
        Assert.Equal(2, await installation.ScalarAsync<int>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(2, await installation.ScalarAsync<int>("SELECT last_version FROM master_state"));
        Assert.Equal(1, await installation.ScalarAsync<int>("SELECT count(*) FROM audit_log WHERE procedure_name = 'procesar_archivo'"));
        Assert.Equal(["processed/2026-11-24/XCADENA_20261124.txt"], installation.Files());
    }

    [Fact]
    public async Task A_file_job_longer_than_the_queues_time_out_is_not_started_twice()
    {
        await using var installation = await Installation.CreateAsync(postgres, "invisible");
        installation.Environment["Ingesta__JobInvisibilityTimeout"] = "00:00:02";
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS"]);
        await using var holder = await installation.ConnectAsync();
        await installation.RunAsync("run", "--date", "2026-11-24", "--dry-run");
        await holder.ExecuteAsync(HoldMerge);

        await using var process = installation.Start("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait");
        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM run_file WHERE status = 'running')"),
            message: "the file is being worked on");
        // Several time-outs pass by the database's clock while the job cannot go on.
        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<bool>("SELECT started_at < now() - interval '8 seconds' FROM run_file"),
            message: "the time-out has passed four times");
        await holder.ExecuteAsync(ReleaseMerge);
        await process.WaitForExitAsync();

        Assert.Equal(1, await installation.ScalarAsync<int>("SELECT attempt FROM run_file"));
        Assert.Equal("loaded", await installation.ScalarAsync<string>("SELECT status FROM run_file"));
        Assert.Equal(1, await installation.ScalarAsync<int>("SELECT attempts FROM step WHERE step = 'stage'"));
    }
}
