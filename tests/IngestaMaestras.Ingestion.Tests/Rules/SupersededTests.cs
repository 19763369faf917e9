using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"The hub never goes back in time by accident."</summary>
public sealed class SupersededTests(PostgresFixture postgres)
{
    private static readonly RunParameters Rollback = new() { Rollback = true };

    [Fact]
    public async Task A_file_of_yesterday_after_todays_leaves_the_hub_as_it_is_and_says_why()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|");
        string[] rows = await hub.TracksAsync("erp_ciudad");
        string[] state = await hub.QueryAsync("SELECT * FROM master_state");

        FileResult late = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI VIEJA|5", "mala", "3|PASTO|");

        Assert.Equal("superseded 3=2+1 i0 u0 d0 =0", late.ToString());
        Assert.Equal("processed/2026-11-23/CIUDAD_20261123.txt", late.Path);
        Assert.Contains("CIUDAD_20261124.txt", late.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("2026-11-24", late.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(["2|LINEA_CORTA", "2|TIPO_INVALIDO"], (await hub.ErrorsAsync(late)).Select(e => string.Join('|', e.Split('|')[..2])));
        Assert.Equal(rows, await hub.TracksAsync("erp_ciudad"));
        Assert.Equal(state, await hub.QueryAsync("SELECT * FROM master_state"));
        Assert.Empty(await hub.QueryAsync("SELECT * FROM tombstone"));
    }

    [Fact]
    public async Task A_superseded_date_is_settled()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");
        hub.Put("CIUDAD_20261123.txt", "1|CALI VIEJA|5");

        RunResult run = await hub.RunAsync("2026-11-23");

        Assert.Equal("succeeded", run.Status);
    }

    [Fact]
    public async Task The_same_file_sent_again_is_applied()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult first = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");

        FileResult edited = await hub.ReprocessAsync(first, "1|CALI|6");
        FileResult anew = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|7");

        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", edited.ToString());
        Assert.Equal(first.FileId, edited.FileId);
        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", anew.ToString());
        Assert.NotEqual(first.FileId, anew.FileId);
        Assert.Equal(["1|CALI|7"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task Going_back_is_an_act_of_its_own_with_a_reason()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6", "2|TUNJA|");
        hub.Put("CIUDAD_20261123.txt", "1|CALI VIEJA|5");

        var refused = await hub.Worker.Runs.StartAsync(
            TestHub.Date("2026-11-23"), Core.Runs.RunTrigger.Operator, Rollback, "admin", " ", TestContext.Current.CancellationToken);
        RunResult run = await hub.RunAsync("2026-11-23", Rollback, "la noche del 24 venía mal del ERP");

        Assert.False(refused.Done);
        Assert.Equal("loaded 1=1+0 i0 u1 d1 =0", run.File.ToString());
        Assert.Equal(["1|CALI VIEJA|5"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["2026-11-23"], await hub.QueryAsync("SELECT fecha_proceso FROM master_state"));
        Assert.Equal(
            ["la noche del 24 venía mal del ERP"],
            await hub.QueryAsync(
                $"""
                SELECT additional_info ->> 'reason' FROM audit_log
                 WHERE procedure_name = 'iniciar_ejecucion' AND (result ->> 'run_id')::bigint = {run.RunId}
                """));
    }

    [Fact]
    public async Task After_going_back_the_next_file_counts_from_there()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult later = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6");
        await hub.LoadAsync("CIUDAD_20261121.txt", Rollback, "1|CALI|1");

        FileResult next = await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|2");
        FileResult again = await hub.ReprocessAsync(later);

        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", next.ToString());
        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", again.ToString());
        Assert.Equal(["1|CALI|6"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal([1L, 2, 3, 4], (await hub.QueryAsync("SELECT version_to FROM run_file ORDER BY run_id")).Select(long.Parse));
    }

    [Fact]
    public async Task Two_files_for_one_date_form_a_chain_in_the_order_of_numbers()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124_10.txt", "1|DIEZ|");
        hub.Put("CIUDAD_20261124_2.txt", "1|DOS|");
        hub.Put("CIUDAD_20261124.txt", "1|PRIMERA|");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.All(run.Files, file => Assert.Equal("loaded", file.Status));
        Assert.Equal(
            ["CIUDAD_20261124.txt", "CIUDAD_20261124_2.txt", "CIUDAD_20261124_10.txt"],
            run.Files.OrderBy(f => f.VersionFrom).Select(f => f.FileName));
        Assert.Equal(["1|DIEZ|∅"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task An_earlier_file_of_the_same_date_that_comes_later_is_superseded()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124_10.txt", "1|DIEZ|");

        FileResult second = await hub.LoadAsync("CIUDAD_20261124_2.txt", "1|DOS|");
        FileResult eleventh = await hub.LoadAsync("CIUDAD_20261124_11.txt", "1|ONCE|");

        Assert.Equal("superseded", second.Status);
        Assert.Equal("loaded", eleventh.Status);
    }

    [Fact]
    public async Task A_file_of_an_older_date_gets_its_own_run_first()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", "1|HOY|");
        hub.Put("CIUDAD_20261122.txt", "1|ANTEAYER|");
        hub.Put("CIUDAD_20261123.txt", "1|AYER|");
        hub.Put("CIUDAD_20261125.txt", "1|MAÑANA|");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", run.File.ToString());
        Assert.Equal(
            ["2026-11-22|catch-up|succeeded", "2026-11-23|catch-up|succeeded", "2026-11-24|operator|succeeded"],
            await hub.QueryAsync("SELECT fecha_proceso, trigger, status FROM run ORDER BY fecha_proceso"));
        Assert.Equal(
            ["2026-11-22|0|1", "2026-11-23|1|2", "2026-11-24|2|3"],
            await hub.QueryAsync("SELECT fecha_proceso, version_from, version_to FROM run_file JOIN file USING (file_id) ORDER BY 1"));
        Assert.Equal(["1|HOY|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(
            ["anterior|CIUDAD_20261122.txt", "anterior|CIUDAD_20261123.txt", "futuro|CIUDAD_20261125.txt"],
            await hub.QueryAsync($"SELECT finding, file_name FROM run_finding WHERE run_id = {run.RunId} ORDER BY 1, 2"));
    }

    [Fact]
    public async Task A_wrong_older_file_is_still_validated_and_fails()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");

        FileResult late = await hub.LoadAsync("CIUDAD_20261123.txt");

        Assert.Equal("failed", late.Status);
        Assert.Equal("ARCHIVO_VACIO", late.ErrorType);
    }
}
