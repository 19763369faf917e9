using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Merge;

/// <summary>Files that are not acceptable as a whole, and files that are but should worry somebody.</summary>
public sealed class FileFaultTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_file_above_umbral_rechazo_fails_and_changes_nothing()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("umbral_rechazo: 0.4"));
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        string[] state = await hub.QueryAsync("SELECT * FROM master_state");
        string[] rows = await hub.TracksAsync("erp_ciudad");

        FileResult at = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|", "3|PASTO|", "x|A|", "y|B|");
        FileResult above = await hub.LoadAsync("CIUDAD_20261124.txt", "8|CALI|6", "x|A|", "1|CALI|6", "8|DOBLE|");

        Assert.Equal("loaded 5=3+2 i2 u0 d0 =1", at.ToString());
        Assert.Equal("failed 4=2+2 i0 u0 d0 =0", above.ToString());
        Assert.Equal("RECHAZO_EXCESIVO", above.ErrorType);
        Assert.Contains("50 %", above.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("error/2026-11-24/CIUDAD_20261124.txt", above.Path);
        Assert.Equal(
            ["2|TIPO_INVALIDO", "4|CLAVE_DUPLICADA", "∅|RECHAZO_EXCESIVO"],
            (await hub.ErrorsAsync(above)).Select(e => string.Join('|', e.Split('|')[..2])));
        Assert.Empty(await hub.RejectsAsync(above));
        Assert.Equal(3, await hub.ScalarAsync<long>("SELECT count(*) FROM erp_ciudad"));
        Assert.Equal(rows[0], (await hub.TracksAsync("erp_ciudad"))[0]);
        Assert.NotEqual(state, await hub.QueryAsync("SELECT * FROM master_state"));
        Assert.Equal(["2026-11-23"], await hub.QueryAsync("SELECT fecha_proceso FROM master_state"));
    }

    [Theory]
    [InlineData("mala", "tampoco")]
    [InlineData("")]
    [InlineData("1|CALI|no", "2||")]
    public async Task A_file_without_one_valid_record_fails_and_deletes_nothing(params string[] lines)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|");
        string[] before = await hub.TracksAsync("erp_ciudad");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", lines);

        Assert.Equal("failed", file.Status);
        Assert.Equal("SIN_REGISTROS_VALIDOS", file.ErrorType);
        Assert.Equal((lines.Length, 0, lines.Length), (file.Read, file.Accepted, file.Rejected));
        Assert.Equal("error", file.Location);
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_file_whose_only_record_lacks_its_parent_has_no_valid_record()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("error"));

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5");

        Assert.Equal("failed 1=0+1 i0 u0 d0 =0", file.ToString());
        Assert.Equal("SIN_REGISTROS_VALIDOS", file.ErrorType);
    }

    [Fact]
    public async Task An_empty_file_fails_and_deletes_nothing()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        string[] before = await hub.TracksAsync("erp_ciudad");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt");

        Assert.Equal("failed", file.Status);
        Assert.Equal("ARCHIVO_VACIO", file.ErrorType);
        Assert.Equal("error/2026-11-24/CIUDAD_20261124.txt", file.Path);
        Assert.Equal(["∅|ARCHIVO_VACIO|error|∅|∅"], await hub.ErrorsAsync(file));
        Assert.Equal(before, await hub.TracksAsync("erp_ciudad"));
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("\u001A")]
    [InlineData("COD|NOMBRE|ZONA\r\n")]
    public async Task A_file_of_nothing_but_a_mark_or_a_header_has_no_valid_record(string content)
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres, Maestra.Ciudad().Replace("ignore_header: false", "ignore_header: true", StringComparison.Ordinal));
        await hub.LoadAsync("CIUDAD_20261123.txt", "COD|NOMBRE|ZONA", "1|CALI|5");
        hub.Put("CIUDAD_20261124.txt", System.Text.Encoding.UTF8.GetBytes(content));

        FileResult file = (await hub.RunAsync("2026-11-24")).File;

        Assert.Equal("failed 0=0+0 i0 u0 d0 =0", file.ToString());
        Assert.Equal("SIN_REGISTROS_VALIDOS", file.ErrorType);
        Assert.Equal(["1|CALI|5"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task Unknown_names_and_wrong_extensions_fail()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("PUEBLO.txt", "1|CALI|5");
        hub.Put("CIUDAD_20261124.csv", "1|CALI|5");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("failed", run.Status);
        Assert.Equal("ARCHIVO_DESCONOCIDO", run["PUEBLO.txt"].ErrorType);
        Assert.Equal("EXTENSION_INVALIDA", run["CIUDAD_20261124.csv"].ErrorType);
        Assert.All(run.Files, file => Assert.Equal("error", file.Location));
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(18, true)]
    public async Task More_rejects_than_umbral_alerta_load_with_an_alert(int valid, bool alerts)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        hub.Put("CIUDAD_20261124.txt", [.. Enumerable.Range(1, valid).Select(i => $"{i}|CIUDAD|"), "mala"]);

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("loaded", run.File.Status);
        Assert.Equal(alerts, run.File.Alert);
        Assert.Equal(
            alerts ? ["rechazo-alto|CIUDAD|CIUDAD_20261124.txt"] : [],
            await hub.QueryAsync($"SELECT finding, maestra, file_name FROM run_finding WHERE run_id = {run.RunId}"));
    }

    [Fact]
    public async Task Very_bad_files_stop_at_the_limit_of_error_log_but_are_counted_and_kept_in_full()
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres, TestHub.Read(Maestra.Zona(), Maestra.CiudadDeZona("aviso")), o => o.ErrorLogLimitPerFile = 10);
        string[] lines =
        [
            "1|CALI|", "1|OTRA|", .. Enumerable.Range(1, 30).Select(i => i % 2 == 0 ? $"{i}||x" : "mala"), "2|TUNJA|7",
        ];

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", lines);

        Assert.Equal("loaded 33=2+31 i2 u0 d0 =0", file.ToString());
        Assert.Equal(
            [
                KeyValuePair.Create("CAMPO_REQUERIDO", 15L), KeyValuePair.Create("CLAVE_DUPLICADA", 1L),
                KeyValuePair.Create("LINEA_CORTA", 15L), KeyValuePair.Create("REFERENCIA_INEXISTENTE", 1L),
                KeyValuePair.Create("TIPO_INVALIDO", 30L),
            ],
            file.Findings);
        Assert.Equal(
            ["2", "3", "3", "4", "4", "5", "5", "6", "6", "7"],
            await hub.QueryAsync("SELECT line_number FROM error_log ORDER BY id"));
        Assert.Equal(30, await hub.ScalarAsync<long>("SELECT count(*) FROM rejected_line"));
        Assert.Equal(lines[2..32], await hub.RejectsAsync(file));
    }

    [Fact]
    public async Task A_quoted_line_is_what_the_file_holds_even_when_it_is_cut()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        string longName = new('Ñ', 3000);

        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", $"2|{longName}|5", $"22|{longName}|5", "3|A\0B|5");

        string[] quoted = await hub.QueryAsync("SELECT raw_line FROM error_log ORDER BY line_number");
        Assert.Equal($"2|{new string('Ñ', 2047)}", quoted[0]);
        Assert.Equal($"22|{new string('Ñ', 2046)}", quoted[1]);
        Assert.Equal("3|A␀B|5", quoted[2]);
    }

    [Fact]
    public async Task One_line_can_have_several_errors_and_each_has_a_row_in_order()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "uno||dos");

        Assert.Equal(
            ["2|TIPO_INVALIDO|error|COD|uno", "2|CAMPO_REQUERIDO|error|NOMBRE|", "2|TIPO_INVALIDO|error|ZONA|dos"],
            await hub.ErrorsAsync(file));
    }
}
