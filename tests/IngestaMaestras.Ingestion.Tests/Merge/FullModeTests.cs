using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Merge;

public sealed class FullModeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task In_completo_absent_keys_are_deleted()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|", "2|TUNJA|", "3|PASTO|");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "2|TUNJA|");

        Assert.Equal("loaded 1=1+0 i0 u0 d2 =1", file.ToString());
        Assert.Equal(["2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(
            [$"CIUDAD|1|{{\"cod\": 1}}|{file.FileId}|t", $"CIUDAD|3|{{\"cod\": 3}}|{file.FileId}|t"],
            await hub.QueryAsync(
                $"""
                SELECT maestra, key_text, key_values, file_id, version > {file.VersionFrom} AND version <= {file.VersionTo}
                  FROM tombstone ORDER BY key_text
                """));
    }

    [Fact]
    public async Task A_key_that_comes_back_is_not_deleted_any_more()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|", "2|TUNJA|", "3|PASTO|");
        await hub.LoadAsync("CIUDAD_20261122.txt", "2|TUNJA|");

        FileResult back = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|", "2|TUNJA|");

        Assert.Equal("loaded 2=2+0 i1 u0 d0 =1", back.ToString());
        Assert.Equal(["3"], await hub.QueryAsync("SELECT key_text FROM tombstone"));
        Assert.Equal([$"{back.VersionTo}"], await hub.QueryAsync("SELECT _version FROM erp_ciudad WHERE cod = 1"));

        // Deleted once more, it gets a tombstone with a number of its own.
        FileResult gone = await hub.LoadAsync("CIUDAD_20261124.txt", "2|TUNJA|");
        Assert.Equal(
            [$"1|{gone.VersionTo}", "3|5"], await hub.QueryAsync("SELECT key_text, version FROM tombstone ORDER BY key_text"));
    }

    [Fact]
    public async Task A_key_that_comes_back_into_an_emptied_table_is_not_deleted_any_more()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("modo: completo"), Maestra.Zona());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|", "2|TUNJA|");
        await hub.LoadAsync("CIUDAD_20261123.txt", "3|PASTO|");
        await hub.ExecuteAsync("DELETE FROM erp_ciudad");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|");

        Assert.Equal("loaded 1=1+0 i1 u0 d0 =0", file.ToString());
        Assert.Equal(["2"], await hub.QueryAsync("SELECT key_text FROM tombstone"));
        Assert.Equal((5, 6), (file.VersionFrom, file.VersionTo));
    }

    [Fact]
    public async Task The_text_of_a_deleted_key_joins_its_typed_fields_escaped()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, """
            TODO:
              tabla_destino: erp_todo
              tipo: delimitado
              delimitador: ";"
              encoding: utf-8
              ignore_header: false
              esperado: no
              campos[6]{nombre,index,required,tipo_dato}:
                TEXTO,0,true,texto(20)
                NUMERO,1,true,numero(12)
                IMPORTE,2,true,"decimal(10,3)"
                FECHA,3,true,fecha(yyyyMMdd)
                ACTIVO,4,true,booleano(S/N)
                NOMBRE,5,true,texto(20)
              campos_clave[5]: TEXTO,NUMERO,IMPORTE,FECHA,ACTIVO
            """);
        await hub.LoadAsync("TODO_20261123.txt", @"A|B\C;000120;-7.50;00010203;N;UNO", "Ñ;-5;0;20261124;S;DOS", "Z;1;1;20261124;S;TRES");

        await hub.LoadAsync("TODO_20261124.txt", "Z;1;1;20261124;S;TRES");

        Assert.Equal(
            [
                @"A\|B\\C|120|-7.5|0001-02-03|false" + "|" + @"{""fecha"": ""0001-02-03"", ""texto"": ""A|B\\C"", ""activo"": false, ""numero"": 120, ""importe"": -7.500}",
                "Ñ|-5|0|2026-11-24|true" + "|" + @"{""fecha"": ""2026-11-24"", ""texto"": ""Ñ"", ""activo"": true, ""numero"": -5, ""importe"": 0.000}",
            ],
            await hub.QueryAsync("SELECT key_text, key_values FROM tombstone ORDER BY key_text COLLATE \"C\""));
    }

    [Fact]
    public async Task Duplicate_keys_keep_the_first_line_and_every_other_one_is_told_with_its_text()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        FileResult file = await hub.LoadAsync(
            "CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|", "001|OTRA CALI|6", "3|PASTO|", "1|CALI|5");

        Assert.Equal("loaded 5=3+2 i3 u0 d0 =0", file.ToString());
        Assert.Equal(["1|CALI|5", "2|TUNJA|∅", "3|PASTO|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(
            ["3|CLAVE_DUPLICADA|COD|1|001|OTRA CALI|6", "5|CLAVE_DUPLICADA|COD|1|1|CALI|5"],
            await hub.QueryAsync(
                "SELECT line_number, error_type, field, value, raw_line FROM error_log ORDER BY line_number"));
        Assert.Equal([KeyValuePair.Create("CLAVE_DUPLICADA", 2L)], file.Findings);
        Assert.Empty(await hub.RejectsAsync(file));
    }

    [Fact]
    public async Task A_key_whose_first_line_was_rejected_is_taken_from_the_next_one()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1||5", "1|CALI|5");

        Assert.Equal("loaded 2=1+1 i1 u0 d0 =0", file.ToString());
        Assert.Equal(["1|CALI|5"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_rejected_record_keeps_the_previous_row_of_its_key()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|6", "3|PASTO|7");
        string[] before = await hub.TracksAsync("erp_ciudad");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2|TUNJA|seis");

        Assert.Equal("loaded 2=1+1 i0 u0 d1 =1", file.ToString());
        Assert.Equal(["1|CALI|5", "2|TUNJA|6"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(before[..2], await hub.TracksAsync("erp_ciudad"));
        Assert.Equal(1, file.SuppressedDeletes);
    }

    [Theory]
    [InlineData("tres|PASTO|7", "TIPO_INVALIDO")]
    [InlineData("|PASTO|7", "CAMPO_REQUERIDO")]
    [InlineData("3", "LINEA_CORTA")]
    [InlineData("3|PAS\u0001TO|7", "LINEA_MALFORMADA")]
    public async Task While_a_key_cannot_be_read_nothing_is_deleted_and_the_deletions_stay_pending(string line, string error)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|6", "3|PASTO|7", "4|NEIVA|8");

        FileResult dirty = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|9", line, "5|IBAGUÉ|");

        Assert.Equal("loaded 3=2+1 i1 u1 d0 =0", dirty.ToString());
        Assert.Equal(3, dirty.SuppressedDeletes);
        Assert.Equal(error, (await hub.ErrorsAsync(dirty)).Single().Split('|')[1]);
        Assert.Equal(5, await hub.ScalarAsync<long>("SELECT count(*) FROM erp_ciudad"));
        Assert.Equal(3, await hub.ScalarAsync<long>("SELECT pending_deletes FROM master_state WHERE maestra = 'CIUDAD'"));

        FileResult clean = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|9", "3|PASTO|7", "5|IBAGUÉ|");

        Assert.Equal("loaded 3=3+0 i0 u0 d2 =3", clean.ToString());
        Assert.Equal(["1|CALI|9", "3|PASTO|7", "5|IBAGUÉ|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(0, await hub.ScalarAsync<long>("SELECT pending_deletes FROM master_state WHERE maestra = 'CIUDAD'"));
    }

    [Fact]
    public async Task A_wrongly_encoded_line_may_hide_any_key()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|6");

        hub.Put("CIUDAD_20261124.txt", [.. "1|CALI|5\n"u8, .. "2|TU"u8, 0xD1, .. "JA|6\n"u8]);
        FileResult file = (await hub.RunAsync("2026-11-24")).File;

        Assert.Equal("loaded 2=1+1 i0 u0 d0 =1", file.ToString());
        Assert.Equal(1, file.SuppressedDeletes);
        Assert.Equal(["ENCODING_INVALIDO|2|TUÑJA|6"], await hub.QueryAsync("SELECT error_type, raw_line FROM error_log"));
    }
}
