using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"A truncated file must not empty a master", and what becomes of a held merge.</summary>
public sealed class HeldTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(50, 10, "loaded")] // Ten rows, but not more than the share.
    [InlineData(49, 10, "held")]
    [InlineData(20, 9, "loaded")] // More than the share, but fewer than ten rows.
    [InlineData(11, 10, "held")]
    public async Task A_merge_is_held_from_ten_deletions_on_above_the_share(int rows, int deleted, string status)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", Cities(1, rows));
        string[] before = await hub.TracksAsync("erp_ciudad");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", Cities(1, rows - deleted));

        Assert.Equal($"{status} {rows - deleted}={rows - deleted}+0 i0 u0 d{deleted} ={rows - deleted}", file.ToString());
        Assert.Equal(status == "held" ? before : before[..^deleted], await hub.TracksAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_held_merge_changes_nothing_and_says_what_it_would_delete()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", Cities(1, 30));
        string[] state = await hub.QueryAsync("SELECT * FROM master_state");

        hub.Put("CIUDAD_20261124.txt", [.. Cities(1, 10), "40|NUEVA|", "mala"]);
        RunResult run = await hub.RunAsync("2026-11-24");

        // An unreadable key suppresses deletions, so nothing is left to hold.
        Assert.Equal("loaded 12=11+1 i1 u0 d0 =10", run.File.ToString());
        Assert.Equal(20, run.File.SuppressedDeletes);

        hub.Put("CIUDAD_20261125.txt", [.. Cities(1, 10), "40|NUEVA|", "50|NUEVA|"]);
        state = await hub.QueryAsync("SELECT * FROM master_state");
        run = await hub.RunAsync("2026-11-25");

        Assert.Equal("held", run.Status);
        Assert.Equal("held 12=12+0 i1 u0 d20 =11", run.File.ToString());
        Assert.Equal("BORRADO_EXCESIVO", run.File.ErrorType);
        Assert.Contains("20 de 31", run.File.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("work", run.File.Location);
        Assert.Equal(["∅|BORRADO_EXCESIVO|error|∅|∅"], await hub.ErrorsAsync(run.File));
        Assert.Equal(31, await hub.ScalarAsync<long>("SELECT count(*) FROM erp_ciudad"));
        Assert.Equal(state, await hub.QueryAsync("SELECT * FROM master_state"));
    }

    [Fact]
    public async Task However_wide_a_table_is_the_first_rows_to_be_deleted_are_kept_for_whoever_decides()
    {
        const int Columns = 150;
        string fields = string.Concat(Enumerable.Range(1, Columns - 1).Select(i => $"\n    C{i},{i},false,texto(5)"));
        string layout = $"""
            ANCHA:
              tabla_destino: erp_ancha
              tipo: delimitado
              delimitador: "|"
              encoding: utf-8
              ignore_header: false
              esperado: no
              campos[{Columns}]{"{nombre,index,required,tipo_dato}"}:
                COD,0,true,numero(3){fields}
              campos_clave[1]: COD
            """;
        await using TestHub hub = await TestHub.StartAsync(postgres, layout + "\n");
        string[] lines = [.. Enumerable.Range(1, 30).Select(i => $"{i}|uno" + new string('|', Columns - 3) + "|fin")];
        await hub.LoadAsync("ANCHA_20261123.txt", lines);

        FileResult file = await hub.LoadAsync("ANCHA_20261124.txt", lines[..10]);

        Assert.Equal("held", file.Status);
        Assert.Equal(["20|cod=11 · c1=uno · c149=fin"], await hub.QueryAsync($"SELECT jsonb_array_length(hold_rows), hold_rows ->> 0 FROM run_file WHERE run_id = {file.RunId}"));
    }

    [Fact]
    public async Task Approval_applies_what_the_operator_saw()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);

        RunResult run = await hub.DrainAsync(
            await hub.Worker.Runs.ApproveAsync(held.RunId, held.FileId, held.KeysHash, "jefa", "cierre de tiendas", Ct));

        Assert.Equal("succeeded", run.Status);
        Assert.Equal("loaded 10=10+0 i0 u0 d20 =10", run.File.ToString());
        Assert.Equal("processed/2026-11-24/CIUDAD_20261124.txt", run.File.Path);
        Assert.Equal(10, await hub.ScalarAsync<long>("SELECT count(*) FROM erp_ciudad"));
        Assert.Equal(20, await hub.ScalarAsync<long>("SELECT count(*) FROM tombstone"));
        Assert.Empty(await hub.ErrorsAsync(run.File));
        Assert.Equal(
            ["aprobar_borrado|jefa|succeeded|cierre de tiendas"],
            await hub.QueryAsync(
                "SELECT procedure_name, user_name, result_status, additional_info ->> 'reason' FROM audit_log WHERE user_name = 'jefa'"));
    }

    [Fact]
    public async Task Approval_of_something_else_than_what_is_held_is_refused()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);

        var refused = await hub.Worker.Runs.ApproveAsync(held.RunId, held.FileId, "123", "jefa", null, Ct);

        Assert.False(refused.Done);
        Assert.Equal("held", (await hub.RefreshAsync(held)).Status);
    }

    [Fact]
    public async Task Approval_holds_again_when_the_hub_changed_meanwhile()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);
        // Somebody merged something below that position: a rejects file, say.
        await hub.ExecuteAsync("UPDATE master_state SET state_version = state_version + 1");

        RunResult run = await hub.DrainAsync(
            await hub.Worker.Runs.ApproveAsync(held.RunId, held.FileId, held.KeysHash, "jefa", null, Ct));

        Assert.Equal("held", run.Status);
        Assert.Equal("held 10=10+0 i0 u0 d20 =10", run.File.ToString());
        Assert.NotEqual(held.HoldJson, run.File.HoldJson);
        Assert.Equal(30, await hub.ScalarAsync<long>("SELECT count(*) FROM erp_ciudad"));

        // What it shows now can be approved.
        run = await hub.DrainAsync(
            await hub.Worker.Runs.ApproveAsync(held.RunId, held.FileId, run.File.KeysHash, "jefa", null, Ct));
        Assert.Equal("loaded 10=10+0 i0 u0 d20 =10", run.File.ToString());
    }

    [Fact]
    public async Task Approval_holds_again_when_other_keys_would_go()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);
        await hub.ExecuteAsync("UPDATE erp_ciudad SET cod = 900 WHERE cod = 30");

        RunResult run = await hub.DrainAsync(
            await hub.Worker.Runs.ApproveAsync(held.RunId, held.FileId, held.KeysHash, "jefa", null, Ct));

        Assert.Equal("held", run.File.Status);
        Assert.NotEqual(held.KeysHash, run.File.KeysHash);
        Assert.Equal(30, await hub.ScalarAsync<long>("SELECT count(*) FROM erp_ciudad"));
    }

    [Fact]
    public async Task Lost_staging_of_a_held_file_is_staged_again_when_approved()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);
        await hub.ExecuteAsync($"TRUNCATE db_masterdatahub_staging.r_{held.RunId}_{held.FileId}_1");

        RunResult run = await hub.DrainAsync(
            await hub.Worker.Runs.ApproveAsync(held.RunId, held.FileId, held.KeysHash, "jefa", null, Ct));

        Assert.Equal("loaded 10=10+0 i0 u0 d20 =10", run.File.ToString());
    }

    [Fact]
    public async Task Discarding_moves_the_file_to_error_and_leaves_the_hub_alone()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);
        string[] before = await hub.TracksAsync("erp_ciudad");

        RunResult run = await hub.DrainAsync(
            await hub.Worker.Runs.DiscardAsync(held.RunId, held.FileId, "jefa", "truncado", Ct));

        Assert.Equal("discarded", run.File.Status);
        Assert.Equal("error/2026-11-24/CIUDAD_20261124.txt", run.File.Path);
        Assert.Equal((0, 0, 0), (run.File.Inserted, run.File.Updated, run.File.Deleted));
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));
        Assert.Empty(await hub.QueryAsync("SELECT * FROM tombstone"));
    }

    [Fact]
    public async Task Cancelling_a_held_run_returns_the_file_to_input_with_its_date()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);

        RunResult run = await hub.DrainAsync(await hub.Worker.Runs.CancelAsync(held.RunId, "jefa", "no era hoy", Ct));

        Assert.Equal(("cancelled", "cancelled"), (run.Status, run.File.Status));
        Assert.Equal("input/CIUDAD_20261124.txt", run.File.Path);
        Assert.Equal((0, 0, 0), (run.File.Inserted, run.File.Updated, run.File.Deleted));
    }

    [Fact]
    public async Task A_newer_file_that_is_applied_settles_the_held_one()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);

        FileResult newer = await hub.LoadAsync("CIUDAD_20261125.txt", Cities(1, 31));
        RunResult run = await hub.ReadRunAsync(held.RunId);

        Assert.Equal("loaded 31=31+0 i1 u0 d0 =30", newer.ToString());
        Assert.Equal("succeeded", run.Status);
        Assert.Equal("superseded", run.File.Status);
        Assert.Equal("processed/2026-11-24/CIUDAD_20261124.txt", run.File.Path);
        Assert.Equal((0, 0, 0), (run.File.Inserted, run.File.Updated, run.File.Deleted));
        Assert.Contains("CIUDAD_20261125.txt", run.File.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_unchanged_file_settles_the_held_one_too()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);

        FileResult newer = await hub.LoadAsync("CIUDAD_20261125.txt", Cities(1, 30));

        Assert.Equal("unchanged", newer.Status);
        Assert.Equal("superseded", (await hub.RefreshAsync(held)).Status);
    }

    [Fact]
    public async Task The_file_sent_again_in_full_settles_the_held_one()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult held = await HoldAsync(hub);

        FileResult whole = await hub.LoadAsync("CIUDAD_20261124.txt", Cities(1, 32));

        Assert.Equal("loaded 32=32+0 i2 u0 d0 =30", whole.ToString());
        Assert.Equal("superseded", (await hub.RefreshAsync(held)).Status);
        Assert.Empty(await hub.QueryAsync("SELECT * FROM error_log WHERE resolved_at IS NULL"));
    }

    [Fact]
    public async Task A_held_file_does_not_keep_others_from_running()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        FileResult held = await HoldAsync(hub);

        FileResult other = await hub.LoadAsync("ZONA_20261124.txt", "5|ANDINA");
        FileResult older = await hub.LoadAsync("CIUDAD_20261123_2.txt", Cities(1, 29));

        Assert.Equal("loaded", other.Status);
        Assert.Equal("loaded 29=29+0 i0 u0 d1 =29", older.ToString());
        Assert.Equal("held", (await hub.RefreshAsync(held)).Status);
    }

    [Fact]
    public async Task A_held_file_of_a_chain_is_settled_by_the_next_one_of_the_same_run()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", Cities(1, 30));
        hub.Put("CIUDAD_20261124.txt", Cities(1, 10));
        hub.Put("CIUDAD_20261124_2.txt", Cities(1, 31));

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("succeeded", run.Status);
        Assert.Equal("superseded", run["CIUDAD_20261124.txt"].Status);
        Assert.Equal("loaded 31=31+0 i1 u0 d0 =30", run["CIUDAD_20261124_2.txt"].ToString());
    }

    [Fact]
    public async Task Incremental_files_and_first_loads_are_never_held()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("modo: incremental", "umbral_borrado: 0"));
        await hub.LoadAsync("CIUDAD_20261123.txt", Cities(1, 30));

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", Cities(1, 1));

        Assert.Equal("loaded 1=1+0 i0 u0 d0 =1", file.ToString());
    }

    private static string[] Cities(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(i => $"{i}|CIUDAD {i}|")];

    /// <summary>Thirty cities, and a file of today that would delete twenty.</summary>
    private static async Task<FileResult> HoldAsync(TestHub hub)
    {
        await hub.LoadAsync("CIUDAD_20261123.txt", Cities(1, 30));
        FileResult held = await hub.LoadAsync("CIUDAD_20261124.txt", Cities(1, 10));
        Assert.Equal("held 10=10+0 i0 u0 d20 =10", held.ToString());
        return held;
    }
}
