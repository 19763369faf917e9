using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"PostgreSQL: 3 retries with exponential backoff; then failed, alert; files stay where they are."</summary>
public sealed class DatabaseFaultTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fault_that_passes_within_three_retries_is_not_noticed()
    {
        await using TestHub hub = await StartAsync();
        await FailMergesAsync(hub, times: 3, "40001");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6", "mala");

        Assert.Equal("loaded 2=1+1 i0 u1 d0 =0", file.ToString());
        Assert.Equal(1, file.Attempt);
    }

    [Fact]
    public async Task A_fault_that_stays_fails_the_file_where_it_lies_and_a_retry_goes_on()
    {
        await using TestHub hub = await StartAsync();
        string[] before = await hub.TracksAsync("erp_ciudad");
        await FailMergesAsync(hub, times: 4, "53300");

        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6", "mala");

        Assert.Equal("failed", failed.Status);
        Assert.Equal("ERROR_POSTGRES", failed.ErrorType);
        Assert.Equal("work", failed.Location);
        Assert.Equal(["∅|ERROR_POSTGRES|error|∅|∅"], await hub.ErrorsAsync(failed));
        Assert.Equal("failed", (await hub.ReadRunAsync(failed.RunId)).Status);
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));

        RunResult retried = await hub.DrainAsync(await hub.Worker.Runs.RetryAsync(failed.RunId, TestHub.User, Ct));

        Assert.Equal("succeeded", retried.Status);
        Assert.Equal("loaded 2=1+1 i0 u1 d0 =0", retried.File.ToString());
        Assert.Equal("processed/2026-11-24/CIUDAD_20261124.txt", retried.File.Path);
    }

    [Fact]
    public async Task A_refusal_is_not_repeated_and_the_file_can_be_sent_back()
    {
        await using TestHub hub = await StartAsync();
        await FailMergesAsync(hub, times: 1, "23514");

        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6");
        FileResult again = await hub.ReprocessAsync(failed, "1|CALI|7");

        Assert.Equal(("failed", "ERROR_POSTGRES", "work"), (failed.Status, failed.ErrorType, failed.Location));
        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", again.ToString());
        Assert.Empty(await hub.QueryAsync("SELECT * FROM error_log WHERE resolved_at IS NULL"));
    }

    [Fact]
    public async Task Other_masters_of_the_run_are_not_held_up()
    {
        await using TestHub hub = await StartAsync();
        await FailMergesAsync(hub, times: 1, "23514");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("failed", run.Status);
        Assert.Equal("loaded", run["ZONA_20261124.txt"].Status);
    }

    private async Task<TestHub> StartAsync()
    {
        TestHub hub = await TestHub.StartAsync(
            postgres, TestHub.Read(Maestra.Ciudad(), Maestra.Zona()), o => o.DatabaseRetryDelay = TimeSpan.FromMilliseconds(1));
        Assert.Equal(3, hub.Options.DatabaseRetries);
        Assert.Equal(3, new IngestaOptions().DatabaseRetries);
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        return hub;
    }

    /// <summary>The next merges of the master fail at their last statement; a sequence counts them, since it is not rolled back.</summary>
    private static Task<int> FailMergesAsync(TestHub hub, int times, string sqlState) => hub.ExecuteAsync(
        $"""
        CREATE SEQUENCE strikes;
        CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            IF nextval('strikes') <= {times} THEN RAISE EXCEPTION 'provoked' USING ERRCODE = '{sqlState}'; END IF;
            RETURN NEW;
        END $body$;
        CREATE TRIGGER strike BEFORE UPDATE ON master_state FOR EACH ROW WHEN (NEW.maestra = 'CIUDAD') EXECUTE FUNCTION strike();
        """);
}
