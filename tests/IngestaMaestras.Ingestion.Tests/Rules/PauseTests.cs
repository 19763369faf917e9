using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"The schedule or a single master can be paused until a date with a reason", and a paused master never blocks.</summary>
public sealed class PauseTests(PostgresFixture postgres)
{
    private const string Reason = "cambio de ERP";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_of_a_paused_master_wait_and_are_neither_taken_nor_missed()
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres, Maestra.Ciudad().Replace("esperado: no", "esperado: diario", StringComparison.Ordinal), Maestra.Zona());
        await PauseAsync(hub, "CIUDAD", "2026-11-24");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("succeeded", run.Status);
        Assert.Equal("ZONA_20261124.txt", run.File.FileName);
        Assert.Equal(
            ["pausado|CIUDAD|CIUDAD_20261124.txt"],
            await hub.QueryAsync($"SELECT finding, maestra, file_name FROM run_finding WHERE run_id = {run.RunId}"));
        Assert.True(File.Exists(Path.Combine(hub.Folders.Input, "CIUDAD_20261124.txt")));
        Assert.Empty(await hub.QueryAsync("SELECT * FROM error_log"));
    }

    [Fact]
    public async Task A_pause_ends_with_its_date_or_with_a_click()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await PauseAsync(hub, "CIUDAD", "2026-11-24");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        Assert.Empty((await hub.RunAsync("2026-11-24")).Files);

        OperationResult resumed = await hub.Worker.Pauses.ResumeAsync("CIUDAD", TestHub.User, Ct);
        Assert.True(resumed.Done, resumed.Message);
        Assert.Equal("loaded", (await hub.RunAsync("2026-11-24")).File.Status);

        await PauseAsync(hub, "CIUDAD", "2026-11-24");
        Assert.Equal("loaded", (await hub.LoadAsync("CIUDAD_20261125.txt", "1|CALI|6")).Status);
    }

    [Fact]
    public async Task An_older_file_of_a_paused_master_gets_no_run_and_blocks_nobody()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        await PauseAsync(hub, "CIUDAD", null);
        hub.Put("CIUDAD_20261122.txt", "1|CALI|5");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");

        RunResult run = await hub.RunAsync("2026-11-24");
        RunResult next = await hub.RunAsync("2026-11-25");

        Assert.Equal("loaded", run.File.Status);
        Assert.Equal(("succeeded", "succeeded"), (run.Status, next.Status));
        Assert.Equal(["2"], await hub.QueryAsync("SELECT count(*) FROM run"));
    }

    [Fact]
    public async Task A_run_that_can_claim_nothing_ends_and_lets_the_next_one_go()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        hub.Put("CIUDAD_20261122.txt", "1|CALI|5");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");
        // The older date has got its run already when its only master is paused.
        var older = await hub.Worker.Runs.StartAsync(
            TestHub.Date("2026-11-22"), Core.Runs.RunTrigger.Operator, new Ingestion.Runs.RunParameters(), TestHub.User, null, Ct);
        await PauseAsync(hub, "CIUDAD", null);

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("loaded", run.File.Status);
        Assert.Equal("succeeded", (await hub.ReadRunAsync(older.RunId!.Value)).Status);
    }

    [Fact]
    public async Task A_pause_needs_a_reason_and_is_in_the_trail_with_it()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        OperationResult refused = await hub.Worker.Pauses.PauseAsync("CIUDAD", null, " ", TestHub.User, Ct);
        await PauseAsync(hub, "CIUDAD", "2026-11-30");
        await hub.Worker.Pauses.ResumeAsync("CIUDAD", TestHub.User, Ct);

        Assert.False(refused.Done);
        Assert.Equal(
            [$"pausar|{TestHub.User}|CIUDAD|{Reason}", $"reanudar|{TestHub.User}|CIUDAD|∅"],
            await hub.QueryAsync(
                "SELECT procedure_name, user_name, parameters ->> 'scope', additional_info ->> 'reason' FROM audit_log ORDER BY id"));
    }

    private static async Task PauseAsync(TestHub hub, string scope, string? until)
    {
        OperationResult paused = await hub.Worker.Pauses.PauseAsync(
            scope, until is null ? null : TestHub.Date(until), Reason, TestHub.User, Ct);
        Assert.True(paused.Done, paused.Message);
    }
}
