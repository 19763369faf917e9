using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Merge;

public sealed class ReferenceTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_missing_parent_of_severity_error_rejects_the_record_and_a_blank_value_refers_to_nothing()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("error"));
        await hub.LoadAsync("ZONA_20261124.txt", "5|ANDINA", "6|CARIBE");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|7", "3|PASTO|", "4|NEIVA|6");

        Assert.Equal("loaded 4=3+1 i3 u0 d0 =0", file.ToString());
        Assert.Equal(["1|CALI|5", "3|PASTO|∅", "4|NEIVA|6"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["2|REFERENCIA_INEXISTENTE|error|ZONA|7"], await hub.ErrorsAsync(file));
        Assert.Equal(
            ["referencia erp_zona.cod|2|TUNJA|7"], await hub.QueryAsync("SELECT rule, raw_line FROM error_log"));
        Assert.Equal(["2|TUNJA|7"], await hub.RejectsAsync(file));
    }

    [Fact]
    public async Task A_missing_parent_of_severity_aviso_is_told_and_the_record_loaded()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("aviso"));
        await hub.LoadAsync("ZONA_20261124.txt", "5|ANDINA");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|7");

        Assert.Equal("loaded 2=2+0 i2 u0 d0 =0", file.ToString());
        Assert.Equal(1, file.Warnings);
        Assert.Equal(["2|REFERENCIA_INEXISTENTE|aviso|ZONA|7"], await hub.ErrorsAsync(file));
        Assert.Empty(await hub.RejectsAsync(file));
        Assert.False(file.Alert);
    }

    [Fact]
    public async Task A_parent_table_that_was_never_loaded_has_no_values()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("aviso"));

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|");

        Assert.Equal("loaded 2=2+0 i2 u0 d0 =0", file.ToString());
        Assert.Equal(["1|REFERENCIA_INEXISTENTE|aviso|ZONA|5"], await hub.ErrorsAsync(file));
        Assert.Empty(await hub.RowsAsync("erp_zona"));
    }

    [Fact]
    public async Task In_one_run_a_child_waits_for_its_parent_however_the_names_sort()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("error"));
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        hub.Put("ZONA_20261124.txt", "5|ANDINA");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("succeeded", run.Status);
        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", run["CIUDAD_20261124.txt"].ToString());
    }

    [Fact]
    public async Task A_child_runs_although_its_parent_failed()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("error"));
        await hub.LoadAsync("ZONA_20261123.txt", "5|ANDINA");
        hub.Put("CIUDAD_20261124.txt", "1|CALI|5");
        hub.Put("ZONA_20261124.txt", "mala");

        RunResult run = await hub.RunAsync("2026-11-24");

        Assert.Equal("failed", run.Status);
        Assert.Equal("failed", run["ZONA_20261124.txt"].Status);
        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", run["CIUDAD_20261124.txt"].ToString());
    }

    [Fact]
    public async Task A_reference_to_the_own_table_counts_the_file_itself()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Own("error"));

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|COLOMBIA|", "11|BOGOTÁ|1", "21|SUBA|11", "31|NADA|99");

        Assert.Equal("loaded 4=3+1 i3 u0 d0 =0", file.ToString());
        Assert.Equal(["4|REFERENCIA_INEXISTENTE|error|ZONA|99"], await hub.ErrorsAsync(file));
    }

    [Fact]
    public async Task A_record_whose_parent_in_the_same_file_is_rejected_is_rejected_too()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Own("error"));

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|COLOMBIA|", "11|NADIE|99", "12|HIJA|11", "13|NIETA|12", "14|OTRA|1");

        Assert.Equal("loaded 5=2+3 i2 u0 d0 =0", file.ToString());
        Assert.Equal(["1|COLOMBIA|∅", "14|OTRA|1"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(["11|NADIE|99", "12|HIJA|11", "13|NIETA|12"], await hub.RejectsAsync(file));
    }

    [Fact]
    public async Task A_parent_in_the_own_table_that_this_very_file_deletes_does_not_count()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Own("error"));
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|COLOMBIA|", "2|PERÚ|", "3|CHILE|", "11|BOGOTÁ|1", "21|LIMA|2", "31|ARICA|3");

        // 1 is left out and goes, 2 is rejected and stays as it is, 3 changes.
        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "2||", "3|CHILE NUEVO|", "12|CALI|1", "22|CUZCO|2", "32|ANCUD|3");

        Assert.Equal("loaded 5=3+2 i2 u1 d4 =0", file.ToString());
        Assert.Equal(["2|PERÚ|∅", "3|CHILE NUEVO|∅", "22|CUZCO|2", "32|ANCUD|3"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(
            ["1|CAMPO_REQUERIDO|error|NOMBRE|", "3|REFERENCIA_INEXISTENTE|error|ZONA|1"], await hub.ErrorsAsync(file));
    }

    [Fact]
    public async Task While_nothing_is_deleted_every_row_of_the_own_table_counts_as_a_parent()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Own("error"));
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|COLOMBIA|");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "12|CALI|1", "no se lee");

        Assert.Equal("loaded 2=1+1 i1 u0 d0 =0", file.ToString());
        Assert.Equal(["1|COLOMBIA|∅", "12|CALI|1"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_record_rejected_for_its_parent_keeps_the_previous_row_of_its_key()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Zona(), Maestra.CiudadDeZona("error"));
        await hub.LoadAsync("ZONA_20261123.txt", "5|ANDINA");
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|5", "3|PASTO|5");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|9");

        Assert.Equal("loaded 2=1+1 i0 u0 d1 =1", file.ToString());
        Assert.Equal(["1|CALI|5", "2|TUNJA|5"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(1, file.SuppressedDeletes);
    }

    [Fact]
    public async Task A_line_with_two_missing_parents_is_one_rejected_record_with_two_errors()
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres,
            Maestra.Zona(),
            Maestra.Ciudad("reglas[2]{campo,regla,valor,severidad}:", "  ZONA,referencia,erp_zona.cod,error", "  COD,referencia,erp_zona.cod,error"));
        await hub.LoadAsync("ZONA_20261124.txt", "5|ANDINA");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "5|CALI|5", "6|TUNJA|7");

        Assert.Equal("loaded 2=1+1 i1 u0 d0 =0", file.ToString());
        Assert.Equal(2, (await hub.ErrorsAsync(file)).Length);
        Assert.Equal([KeyValuePair.Create("REFERENCIA_INEXISTENTE", 2L)], file.Findings);
        Assert.Equal(["6|TUNJA|7"], await hub.RejectsAsync(file));
    }

    private static string Own(string severity) => Maestra.Ciudad(
        "reglas[1]{campo,regla,valor,severidad}:", $"  ZONA,referencia,erp_ciudad.cod,{severity}");
}
