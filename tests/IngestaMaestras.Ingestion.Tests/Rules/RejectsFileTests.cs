using System.Text;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"Rejected lines are also written beside it, which can be corrected and sent back on its own."</summary>
public sealed class RejectsFileTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Rejected_lines_are_written_beside_the_archived_file_as_they_were_without_duplicates()
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres, Maestra.Ciudad().Replace("ignore_header: false", "ignore_header: true", StringComparison.Ordinal));
        hub.Put(
            "CIUDAD_20261124.txt",
            [.. Encoding.UTF8.GetBytes("\uFEFFCÓD|NOMBRE|ZONA\r\n1|CALI|5\r\n2|  ÑUÑOA |x\r\n1|DOBLE|\r\n3|"), 0xFF, .. "|5\r\n4||\u001A"u8]);

        FileResult file = (await hub.RunAsync("2026-11-24")).File;

        Assert.Equal("loaded 5=1+4 i1 u0 d0 =0", file.ToString());
        Assert.Equal(
            [.. Encoding.UTF8.GetBytes("\uFEFFCÓD|NOMBRE|ZONA\n2|  ÑUÑOA |x\n3|"), 0xFF, .. "|5\n4||\n"u8],
            await File.ReadAllBytesAsync(hub.RejectsPath(file), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_clean_file_has_none()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "1|DOBLE|");

        Assert.False(File.Exists(hub.RejectsPath(file)));
        Assert.Single(Directory.GetFiles(Path.Combine(hub.Folders.Processed, "2026-11-24")));
    }

    [Fact]
    public async Task Corrected_it_is_merged_as_upsert_for_its_origins_date()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|x", "3|PASTO|", "4||");
        string[] before = await hub.QueryAsync("SELECT fecha_proceso, chain_order, file_id, run_id, sha256 FROM master_state");
        Assert.Equal(["2|TUNJA|x", "4||"], await hub.RejectsAsync(origin));

        FileResult corrected = await hub.CorrectAsync(origin, "2|TUNJA|6", "4|NEIVA|");

        Assert.Equal("loaded 2=2+0 i2 u0 d0 =0", corrected.ToString());
        Assert.Equal(origin.FileId, corrected.OriginFileId);
        Assert.Equal(TestHub.Date("2026-11-22"), corrected.FechaProceso);
        Assert.Equal(["1|CALI|5", "2|TUNJA|6", "3|PASTO|∅", "4|NEIVA|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(before, await hub.QueryAsync("SELECT fecha_proceso, chain_order, file_id, run_id, sha256 FROM master_state"));
        Assert.Equal((2, 4), (corrected.VersionFrom, corrected.VersionTo));
        Assert.Equal(4, await hub.ScalarAsync<long>("SELECT last_version FROM master_state"));
    }

    [Fact]
    public async Task It_is_never_taken_for_the_whole_truth()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", [.. Enumerable.Range(1, 40).Select(i => $"{i}|CIUDAD|"), "41||"]);

        FileResult corrected = await hub.CorrectAsync(origin, "41|NUEVA|");

        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", corrected.ToString());
        Assert.Equal(41, await hub.ScalarAsync<long>("SELECT count(*) FROM erp_ciudad"));
    }

    [Theory]
    [InlineData("CIUDAD_rechazos.txt")]
    [InlineData("CIUDAD_20261124_RECHAZOS-999.txt")]
    [InlineData("CIUDAD_rechazos-uno.txt")]
    public async Task One_whose_name_does_not_tell_its_origin_fails(string name)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|");
        hub.Put(name, "3|PASTO|");

        FileResult file = (await hub.RunAsync("2026-11-24"))[name];

        Assert.Equal("failed", file.Status);
        Assert.Equal("ARCHIVO_DESCONOCIDO", file.ErrorType);
        Assert.Equal(["1|CALI|5", "2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_key_that_the_origin_accepted_is_a_duplicate()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|x");

        FileResult corrected = await hub.CorrectAsync(origin, "1|OTRA CALI|6", "2|TUNJA|6", "2|DOBLE|6");

        Assert.Equal("loaded 3=1+2 i1 u0 d0 =0", corrected.ToString());
        Assert.Equal(["1|CALI|5", "2|TUNJA|6"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(
            ["1|CLAVE_DUPLICADA|error|COD|1", "3|CLAVE_DUPLICADA|error|COD|2"], await hub.ErrorsAsync(corrected));
        Assert.Empty(await hub.RejectsAsync(corrected));
    }

    [Fact]
    public async Task A_record_that_the_origin_lost_for_a_missing_parent_can_be_corrected()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("error"));
        await hub.LoadAsync("ZONA_20261124.txt", "5|ANDINA");
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|7");

        FileResult corrected = await hub.CorrectAsync(origin, "2|TUNJA|5");

        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", corrected.ToString());
    }

    [Fact]
    public async Task It_is_superseded_when_its_origin_is_no_longer_the_last_file_applied()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|x");
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");
        string[] before = await hub.TracksAsync("erp_ciudad");

        FileResult corrected = await hub.CorrectAsync(origin, "2|TUNJA|6");

        Assert.Equal("superseded 1=1+0 i0 u0 d0 =0", corrected.ToString());
        Assert.Contains("CIUDAD_20261124.txt", corrected.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));
        Assert.Equal(["∅"], await hub.QueryAsync($"SELECT resolved_at FROM error_log WHERE file_id = {origin.FileId}"));
    }

    [Fact]
    public async Task An_origin_that_failed_has_nothing_to_add_to()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");

        FileResult corrected = await hub.CorrectAsync(failed, "1|CALI|5");

        Assert.Equal("superseded", corrected.Status);
        Assert.Empty(await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task Its_own_rejects_can_be_corrected_once_more()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|x", "3|PASTO|x");

        FileResult first = await hub.CorrectAsync(origin, "2|TUNJA|6", "3|PASTO|y");
        Assert.Equal("loaded 2=1+1 i1 u0 d0 =0", first.ToString());
        Assert.Equal(["3|PASTO|y"], await hub.RejectsAsync(first));
        Assert.Equal(["∅", "∅"], await hub.QueryAsync($"SELECT resolved_at FROM error_log WHERE file_id = {origin.FileId}"));

        FileResult second = await hub.CorrectAsync(first, "1|NO|", "2|NO|", "3|PASTO|7");

        Assert.Equal("loaded 3=1+2 i1 u0 d0 =0", second.ToString());
        Assert.Equal(["1|CALI|5", "2|TUNJA|6", "3|PASTO|7"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_success_resolves_what_the_earlier_files_of_its_line_left_open()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|x", "3|PASTO|x");
        FileResult first = await hub.CorrectAsync(origin, "2|TUNJA|6", "3|PASTO|y");

        FileResult second = await hub.CorrectAsync(first, "3|PASTO|7");

        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", second.ToString());
        Assert.Empty(await hub.QueryAsync("SELECT * FROM error_log WHERE resolved_at IS NULL"));
        Assert.Equal(
            [$"sistema (ejecución {second.RunId})"], await hub.QueryAsync("SELECT DISTINCT resolved_by FROM error_log"));
    }

    [Fact]
    public async Task A_correction_that_leaves_lines_out_resolves_nothing()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|x", "3|PASTO|x");

        FileResult corrected = await hub.CorrectAsync(origin, "3|PASTO|7");

        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", corrected.ToString());
        Assert.Equal(2, await hub.ScalarAsync<long>("SELECT count(*) FROM error_log WHERE resolved_at IS NULL"));
    }

    [Fact]
    public async Task A_corrected_file_of_the_same_name_resolves_the_failure_of_the_first()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");

        FileResult corrected = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|x");

        Assert.Equal("loaded", corrected.Status);
        Assert.Empty(await hub.QueryAsync($"SELECT * FROM error_log WHERE file_id = {failed.FileId} AND resolved_at IS NULL"));
        Assert.Equal(1, await hub.ScalarAsync<long>("SELECT count(*) FROM error_log WHERE resolved_at IS NULL"));
    }

    [Fact]
    public async Task A_second_failure_resolves_nothing()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult failed = await hub.LoadAsync("CIUDAD_20261124.txt", "mala");

        FileResult again = await hub.ReprocessAsync(failed, "peor");

        Assert.Equal("failed", again.Status);
        Assert.Equal(6, await hub.ScalarAsync<long>("SELECT count(*) FROM error_log WHERE resolved_at IS NULL"));
    }

    [Fact]
    public async Task The_whole_file_sent_again_corrected_takes_back_what_a_rejects_file_added()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult origin = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|x");
        await hub.CorrectAsync(origin, "2|TUNJA|6");

        FileResult whole = await hub.ReprocessAsync(origin, "1|CALI|5", "3|PASTO|");

        Assert.Equal("loaded 2=2+0 i1 u0 d1 =1", whole.ToString());
        Assert.Equal(["1|CALI|5", "3|PASTO|∅"], await hub.RowsAsync("erp_ciudad"));
    }
}
