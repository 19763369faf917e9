using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Hub;

/// <summary>"Created and widened from the layout; a change that would lose data is refused."</summary>
public sealed class HubTableTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_table_is_created_from_its_layout()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, With(
            "COD,0,true,texto(2)", "N9,1,true,numero(9)", "N10,2,false,numero(10)", """D,3,false,"decimal(10,2)" """.Trim(), "F,4,false,fecha(yyyyMMdd)",
            "B,5,false,booleano(S/N)", "T,6,false,texto"));

        await hub.Worker.Tables.EnsureAsync(hub.Layouts.Find("COSA")!, Ct);

        Assert.Equal(
            [
                "cod|character varying(2)|t", "n9|integer|f", "n10|bigint|f", "d|numeric(10,2)|f", "f|date|f", "b|boolean|f", "t|text|f",
                "femod|timestamp with time zone|t", "_version|bigint|t", "_file_id|bigint|t", "_line_number|bigint|t",
            ],
            await ColumnsAsync(hub));
        Assert.Equal(
            ["PRIMARY KEY (cod)"],
            await hub.QueryAsync("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'erp_cosa'::regclass AND contype = 'p'"));
    }

    [Theory]
    [InlineData("numero(4)", "numero(9)", "integer")]
    [InlineData("numero(4)", "numero(12)", "bigint")]
    [InlineData("numero(9)", "\"decimal(12,2)\"", "numeric(12,2)")]
    [InlineData("numero(12)", "\"decimal(28,3)\"", "numeric(28,3)")]
    [InlineData("\"decimal(6,2)\"", "\"decimal(8,3)\"", "numeric(8,3)")]
    [InlineData("texto(5)", "texto(9)", "character varying(9)")]
    [InlineData("texto(5)", "texto", "text")]
    public async Task A_column_is_widened_and_keeps_its_values(string before, string after, string type)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, With("COD,0,true,numero(3)", $"X,1,false,{before}"));
        await hub.LoadAsync("COSA_20261123.txt", "1|12", "2|");

        hub.Layouts = TestHub.Read(With("COD,0,true,numero(3)", $"X,1,false,{after}"));
        FileResult file = await hub.LoadAsync("COSA_20261124.txt", "1|12", "2|");

        Assert.Equal("loaded 2=2+0 i0 u0 d0 =2", file.ToString().Replace("unchanged", "loaded", StringComparison.Ordinal));
        Assert.Contains($"x|{type}|f", await ColumnsAsync(hub));
        Assert.Equal(["t", "∅"], await hub.QueryAsync("SELECT x::text ~ '^12(\\.0+)?$' FROM erp_cosa ORDER BY cod"));
    }

    [Theory]
    [InlineData("numero(12)", "numero(4)", "integer")]
    [InlineData("numero(9)", "\"decimal(9,2)\"", "numeric(9,2)")]
    [InlineData("\"decimal(8,3)\"", "\"decimal(8,2)\"", "numeric(8,2)")]
    [InlineData("\"decimal(8,2)\"", "\"decimal(8,3)\"", "numeric(8,3)")]
    [InlineData("texto(9)", "texto(5)", "character varying(5)")]
    [InlineData("texto", "texto(5)", "character varying(5)")]
    [InlineData("texto(8)", "fecha(yyyyMMdd)", "date")]
    [InlineData("numero(4)", "texto(4)", "character varying(4)")]
    public async Task A_change_of_type_that_could_lose_data_is_refused_with_its_statement(string before, string after, string type)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, With("COD,0,true,numero(3)", $"X,1,false,{before}"));
        await hub.LoadAsync("COSA_20261123.txt", "1|");
        string[] columns = await ColumnsAsync(hub);

        hub.Layouts = TestHub.Read(With("COD,0,true,numero(3)", $"X,1,false,{after}"));
        FileResult file = await hub.LoadAsync("COSA_20261124.txt", "1|", "2|");

        Assert.Equal("failed", file.Status);
        Assert.Equal("LAYOUT_INVALIDO", file.ErrorType);
        Assert.Contains(
            $"""ALTER TABLE db_masterdatahub."erp_cosa" ALTER COLUMN "x" TYPE {type} USING "x"::{type};""",
            file.ErrorMessage,
            StringComparison.Ordinal);
        Assert.Equal(columns, await ColumnsAsync(hub));
        Assert.Equal("error", file.Location);
        Assert.Equal(["1|∅"], await hub.RowsAsync("erp_cosa"));
    }

    [Fact]
    public async Task A_dropped_column_is_refused_with_its_statement_and_loads_once_that_was_run()
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres, With("COD,0,true,numero(3)", "X,1,false,numero(2)", "Y,2,false,numero(2)", "Z,3,false,numero(2)"));
        await hub.LoadAsync("COSA_20261123.txt", "1|2|3|4");

        hub.Layouts = TestHub.Read(With("COD,0,true,numero(3)", "Y,2,false,numero(2)"));
        FileResult refused = await hub.LoadAsync("COSA_20261124.txt", "1|2|3|4");
        Assert.Equal("LAYOUT_INVALIDO", refused.ErrorType);
        Assert.Contains("x, z", refused.ErrorMessage, StringComparison.Ordinal);

        await hub.ExecuteAsync(refused.ErrorMessage![refused.ErrorMessage!.IndexOf("ALTER", StringComparison.Ordinal)..]);
        FileResult loaded = await hub.ReprocessAsync(refused);

        Assert.Equal("loaded 1=1+0 i0 u0 d0 =1", loaded.ToString());
        Assert.Equal(["1|3"], await hub.RowsAsync("erp_cosa"));
    }

    [Fact]
    public async Task A_change_of_key_is_refused()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, With("COD,0,true,numero(3)", "X,1,true,numero(2)"));
        await hub.LoadAsync("COSA_20261123.txt", "1|2");

        hub.Layouts = TestHub.Read(
            With("COD,0,true,numero(3)", "X,1,true,numero(2)").Replace("campos_clave[1]: COD", "campos_clave[2]: COD,X", StringComparison.Ordinal));
        FileResult wider = await hub.LoadAsync("COSA_20261124.txt", "1|2");
        hub.Layouts = TestHub.Read(
            With("COD,0,true,numero(3)", "X,1,true,numero(2)").Replace("  campos_clave[1]: COD\n", "", StringComparison.Ordinal));
        FileResult none = await hub.LoadAsync("COSA_20261124_2.txt", "1|2");

        Assert.Equal(("LAYOUT_INVALIDO", "LAYOUT_INVALIDO"), (wider.ErrorType, none.ErrorType));
        Assert.Contains("de (cod) a (cod, x)", wider.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("de (cod) a (_key)", none.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(["1|2"], await hub.RowsAsync("erp_cosa"));
    }

    [Fact]
    public async Task A_new_column_is_added_empty_and_filled_by_the_next_file()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, With("COD,0,true,numero(3)", "X,1,false,numero(2)"));
        await hub.LoadAsync("COSA_20261123.txt", "1|2|uno", "2|2|");

        hub.Layouts = TestHub.Read(With("COD,0,true,numero(3)", "X,1,false,numero(2)", "NUEVA,2,false,texto(5)"));
        FileResult file = await hub.LoadAsync("COSA_20261124.txt", "1|2|uno", "2|2|");

        Assert.Equal("loaded 2=2+0 i0 u1 d0 =1", file.ToString());
        Assert.Equal(["1|2|uno", "2|2|∅"], await hub.RowsAsync("erp_cosa"));
    }

    [Fact]
    public async Task A_widened_text_key_still_compares_bytes()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, With("COD,0,true,texto(2)", "X,1,false,numero(2)"));
        await hub.LoadAsync("COSA_20261123.txt", "a|1", "B|1");

        hub.Layouts = TestHub.Read(With("COD,0,true,texto(4)", "X,1,false,numero(2)"));
        await hub.LoadAsync("COSA_20261124.txt", "a|1", "B|1");

        Assert.Equal(
            ["C"],
            await hub.QueryAsync(
                "SELECT collname FROM pg_attribute a JOIN pg_collation c ON c.oid = a.attcollation WHERE attrelid = 'erp_cosa'::regclass AND attname = 'cod'"));
    }

    [Fact]
    public async Task Names_that_are_words_of_SQL_are_names()
    {
        await using TestHub hub = await TestHub.StartAsync(
            postgres, With("ORDER,0,true,numero(3)", "SELECT,1,false,texto(5)").Replace("campos_clave[1]: COD", "campos_clave[1]: ORDER", StringComparison.Ordinal));
        await hub.LoadAsync("COSA_20261122.txt", "1|A", "2|B", "3|C");
        await hub.LoadAsync("COSA_20261123.txt", "1|A", "2|X");

        FileResult file = await hub.LoadAsync("COSA_20261124.txt", "1|A", "3|C");

        Assert.Equal("loaded 2=2+0 i1 u0 d1 =1", file.ToString());
        Assert.Equal(["2|{\"order\": 2}"], await hub.QueryAsync("SELECT key_text, key_values FROM tombstone"));
    }

    [Fact]
    public async Task Processes_that_create_a_table_at_once_do_not_disturb_each_other()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, With("COD,0,true,numero(3)", "X,1,false,numero(2)"));
        Layout layout = hub.Layouts.Find("COSA")!;
        HubTables[] processes = [.. Enumerable.Range(0, 8).Select(_ => new HubTables(hub.Worker.Database))];

        await Task.WhenAll(processes.Select(p => Task.Run(() => p.EnsureAsync(layout, Ct), Ct)));

        Assert.Equal(6, (await ColumnsAsync(hub)).Length);
    }

    [Fact]
    public async Task Processes_that_widen_a_table_at_once_do_not_disturb_each_other()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, With("COD,0,true,numero(3)", "X,1,false,texto(2)"));
        await hub.LoadAsync("COSA_20261124.txt", "1|A");
        Layout wider = TestHub.Read(With("COD,0,true,numero(3)", "X,1,false,texto(9)", "Y,2,false,texto(9)")).Find("COSA")!;
        HubTables[] processes = [.. Enumerable.Range(0, 8).Select(_ => new HubTables(hub.Worker.Database))];

        await Task.WhenAll(processes.Select(p => Task.Run(() => p.EnsureAsync(wider, Ct), Ct)));

        Assert.Equal(["1|A|∅"], await hub.RowsAsync("erp_cosa"));
    }

    private static Task<string[]> ColumnsAsync(TestHub hub) => hub.QueryAsync(
        """
        SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
         WHERE attrelid = 'erp_cosa'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """);

    private static string With(params string[] fields) =>
        $$"""
        COSA:
          tabla_destino: erp_cosa
          tipo: delimitado
          delimitador: "|"
          encoding: utf-8
          ignore_header: false
          esperado: no
          campos[{{fields.Length}}]{nombre,index,required,tipo_dato}:
            {{string.Join("\n    ", fields)}}
          campos_clave[1]: COD

        """;
}
