using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"Unchanged: decided under the lock, against the state row, only for the same hash and layout fingerprint."</summary>
public sealed class UnchangedTests(PostgresFixture postgres)
{
    private static readonly string[] Dirty =
        ["1|CALI|5", "2|TUNJA|x", "1|DOBLE|", "3|PASTO|7", "mala", .. Enumerable.Range(10, 5).Select(i => $"{i}|CIUDAD|")];

    [Fact]
    public async Task An_unchanged_file_touches_no_row_and_says_so()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult first = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|");
        string[] before = await hub.TracksAsync("erp_ciudad");

        FileResult second = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|");

        Assert.Equal("unchanged 2=2+0 i0 u0 d0 =2", second.ToString());
        Assert.Equal((first.FileId, first.RunId), (second.UnchangedOfFileId, second.UnchangedOfRunId));
        Assert.Null(second.VersionTo);
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));
        Assert.Equal("processed/2026-11-24/CIUDAD_20261124.txt", second.Path);
        Assert.Equal(
            [$"2026-11-24|{second.FileId}|2"], await hub.QueryAsync("SELECT fecha_proceso, file_id, last_version FROM master_state"));
    }

    [Fact]
    public async Task It_repeats_counts_errors_alert_and_rejects_file_for_the_new_date()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "20|NEIVA|");
        FileResult first = await hub.LoadAsync("CIUDAD_20261123.txt", Dirty);

        FileResult second = await hub.LoadAsync("CIUDAD_20261124.txt", Dirty);
        FileResult third = await hub.LoadAsync("CIUDAD_20261125.txt", Dirty);

        Assert.Equal("unchanged 10=7+3 i0 u0 d0 =7", second.ToString());
        Assert.Equal("unchanged 10=7+3 i0 u0 d0 =7", third.ToString());
        Assert.Equal(first.Findings, third.Findings);
        Assert.Equal(await hub.ErrorsAsync(first), await hub.ErrorsAsync(second));
        Assert.Equal(await hub.ErrorsAsync(first), await hub.ErrorsAsync(third));
        Assert.Equal(
            ["2026-11-25|CIUDAD_20261125.txt|4"],
            await hub.QueryAsync(
                $"SELECT fecha_proceso, file_name, count(*) FROM error_log WHERE file_id = {third.FileId} GROUP BY 1, 2"));
        Assert.Equal((true, true, 1), (first.Alert, third.Alert, third.SuppressedDeletes));
        Assert.Equal(1, await hub.ScalarAsync<long>("SELECT pending_deletes FROM master_state"));
        Assert.Equal(["2|TUNJA|x", "mala"], await hub.RejectsAsync(third));
        Assert.Equal(
            ["rechazo-alto"], await hub.QueryAsync($"SELECT finding FROM run_finding WHERE run_id = {third.RunId}"));
    }

    [Fact]
    public async Task The_same_file_sent_back_and_run_again_is_unchanged_and_loses_nothing_that_was_told()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult first = await hub.LoadAsync("CIUDAD_20261124.txt", Dirty);
        string[] errors = await hub.ErrorsAsync(first);

        FileResult again = await hub.ReprocessAsync(first);

        Assert.Equal(first.FileId, again.FileId);
        Assert.Equal("unchanged 10=7+3 i0 u0 d0 =7", again.ToString());
        Assert.Equal(errors, await hub.ErrorsAsync(again));
        Assert.Equal(2, await hub.ScalarAsync<long>($"SELECT count(*) FROM rejected_line WHERE file_id = {first.FileId}"));
        Assert.Equal(["2|TUNJA|x", "mala"], await hub.RejectsAsync(again));
    }

    [Fact]
    public async Task The_same_file_taken_again_by_the_same_run_loses_nothing_that_was_told()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult first = await hub.LoadAsync("CIUDAD_20261124.txt", Dirty);
        string[] errors = await hub.ErrorsAsync(first);
        await hub.Worker.Files.SendBackAsync(first.FileId, TestHub.User, TestContext.Current.CancellationToken);

        FileResult again = await TakeAgainAsync(hub, first);

        Assert.Equal("unchanged 10=7+3 i0 u0 d0 =7", again.ToString());
        Assert.Equal(errors, await hub.ErrorsAsync(again));
        Assert.Equal(2, await hub.ScalarAsync<long>($"SELECT count(*) FROM rejected_line WHERE file_id = {first.FileId}"));
    }

    [Fact]
    public async Task What_an_unchanged_file_repeats_is_the_load_that_the_hub_has_and_not_a_later_failure()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult first = await hub.LoadAsync("CIUDAD_20261123.txt", Dirty);
        // Sent back, spoilt and taken again by its own run, where it fails.
        await hub.Worker.Files.SendBackAsync(first.FileId, TestHub.User, TestContext.Current.CancellationToken);
        hub.Put("CIUDAD_20261123.txt", "mala", "peor");
        FileResult spoilt = await TakeAgainAsync(hub, first);
        Assert.Equal("failed 2=0+2 i0 u0 d0 =0", spoilt.ToString());

        FileResult next = await hub.LoadAsync("CIUDAD_20261124.txt", Dirty);

        Assert.Equal("10=7+3 i0 u0 d0 =7", next.ToString()[(next.Status.Length + 1)..]);
        Assert.Equal(4, (await hub.ErrorsAsync(next)).Length);
        Assert.Equal(["2|TUNJA|x", "mala"], await hub.RejectsAsync(next));
    }

    [Fact]
    public async Task A_file_that_is_emptied_and_taken_again_by_the_same_run_keeps_no_old_counts()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult first = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");
        await hub.Worker.Files.SendBackAsync(first.FileId, TestHub.User, TestContext.Current.CancellationToken);
        hub.Put("CIUDAD_20261124.txt");

        FileResult emptied = await TakeAgainAsync(hub, first);

        Assert.Equal("ARCHIVO_VACIO", emptied.ErrorType);
        Assert.Equal((null, null, null), (emptied.Read, emptied.Inserted, emptied.VersionTo));
    }

    [Fact]
    public async Task The_same_bytes_under_another_layout_are_merged()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|");

        hub.Layouts = TestHub.Read(Maestra.Ciudad("reglas[1]{campo,regla,valor,severidad}:", "  ZONA,rango,6..9,error"));
        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|");

        Assert.Equal("loaded 2=1+1 i0 u0 d0 =1", file.ToString());
        Assert.Equal(["1|FUERA_DE_RANGO|error|ZONA|5"], await hub.ErrorsAsync(file));
    }

    [Fact]
    public async Task The_same_bytes_after_rejected_references_are_merged()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("error"));
        await hub.LoadAsync("ZONA_20261122.txt", "5|ANDINA");
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|6");
        await hub.LoadAsync("ZONA_20261123.txt", "5|ANDINA", "6|CARIBE");

        FileResult file = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|6");
        FileResult next = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|6");

        Assert.Equal("loaded 2=2+0 i1 u0 d0 =1", file.ToString());
        Assert.Equal("unchanged 2=2+0 i0 u0 d0 =2", next.ToString());
    }

    [Fact]
    public async Task A_forced_file_is_merged_and_repairs_what_was_changed_by_hand()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|");
        await hub.ExecuteAsync("UPDATE erp_ciudad SET nombre = 'A MANO' WHERE cod = 1");

        FileResult unforced = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|");
        FileResult forced = await hub.LoadAsync("CIUDAD_20261124.txt", new RunParameters { Force = true }, "1|CALI|5", "2|TUNJA|");

        Assert.Equal("unchanged", unforced.Status);
        Assert.Equal("loaded 2=2+0 i0 u1 d0 =1", forced.ToString());
        Assert.Equal(["1|CALI|5", "2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task The_bytes_of_an_older_load_are_no_repetition_once_another_file_came_between()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|6");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");

        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", file.ToString());
    }

    [Fact]
    public async Task The_bytes_of_the_last_load_with_an_older_date_are_superseded()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "mala");

        FileResult file = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "mala");

        Assert.Equal("superseded 2=1+1 i0 u0 d0 =0", file.ToString());
    }

    /// <summary>The run is opened again, as for a file that arrives before the closing time, and takes the file once more.</summary>
    private static async Task<FileResult> TakeAgainAsync(TestHub hub, FileResult file)
    {
        await hub.ExecuteAsync($"UPDATE run SET status = 'queued', discovered_at = NULL, job_id = NULL WHERE run_id = {file.RunId}");
        await hub.Worker.Consolidator.EnqueueNextAsync(TestContext.Current.CancellationToken);
        return (await hub.DrainAsync(file.RunId)).File;
    }
}
