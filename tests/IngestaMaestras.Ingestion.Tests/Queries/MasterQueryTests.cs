using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Queries;

/// <summary>What pages read of masters: their rows, where those came from, their changes and their history.</summary>
public sealed class MasterQueryTests(PostgresFixture postgres)
{
    private static readonly HubRowSearch Everything = new(null, null);

    private const string Composite =
        """
        PUNTO:
          tabla_destino: erp_punto
          tipo: delimitado
          delimitador: ";"
          encoding: utf-8
          ignore_header: false
          esperado: no
          campos[3]{nombre,index,required,tipo_dato}:
            PAIS,0,true,texto(5)
            COD,1,true,numero(3)
            NOMBRE,2,false,texto(20)
          campos_clave[2]: PAIS,COD
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_come_in_the_order_of_their_key_page_by_page_with_file_line_and_run()
    {
        await using var hub = await TestHub.StartAsync(postgres, Composite);
        var file = await hub.LoadAsync("PUNTO_20261124.txt", "B;2;x", "A;10;y", "A;2;z", "C|\\;1;", "B;1;w");
        var layout = hub.Layouts.Find("PUNTO")!;
        HubRowQueries queries = new(hub.Worker.Database);

        List<string> keys = [];
        string? after = null;
        do
        {
            var page = await queries.ListAsync(layout, Everything, after, 2, Ct);
            keys.AddRange(page!.Rows.Select(r => r.Key));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(["A|2", "A|10", "B|1", "B|2", @"C\|\\|1"], keys);
        var row = (await queries.ListAsync(layout, new HubRowSearch("A|10", null), null, 10, Ct))!.Rows.Single();
        Assert.Equal(["A", "10", "y"], row.Values);
        Assert.Equal((file.FileId, file.RunId, 2L, "PUNTO_20261124.txt"), (row.FileId, row.RunId, row.LineNumber, row.FileName));
    }

    [Fact]
    public async Task A_key_is_found_whole_or_by_its_beginning_and_a_text_anywhere_with_whatever_it_holds()
    {
        await using var hub = await TestHub.StartAsync(postgres, Composite, Maestra.Ciudad(), Maestra.SinClave());
        await hub.LoadAsync("PUNTO_20261124.txt", "AB;1;100%", "AC;2;cali", "B;3;CALI SUR");
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|BOGOTA|11", "11|CALI|");
        await hub.LoadAsync("LISTA_20261124.txt", "BOGOTA|11", "CALI|");
        HubRowQueries queries = new(hub.Worker.Database);
        async Task<string[]> Find(string maestra, string? key, string? text = null) =>
            [.. (await queries.ListAsync(hub.Layouts.Find(maestra)!, new HubRowSearch(key, text), null, 10, Ct))!.Rows.Select(r => string.Join(',', r.Values))];

        Assert.Equal(["AB,1,100%", "AC,2,cali"], await Find("PUNTO", "A"));
        Assert.Equal(["AC,2,cali"], await Find("PUNTO", "AC|2"));
        Assert.Equal(["AC,2,cali", "B,3,CALI SUR"], await Find("PUNTO", null, "Cali"));
        Assert.Equal(["AB,1,100%"], await Find("PUNTO", null, "0%"));
        Assert.Empty(await Find("PUNTO", "AC", "sur"));
        Assert.Equal(["1,BOGOTA,11"], await Find("CIUDAD", "1"));
        Assert.Equal(["11,CALI,"], await Find("CIUDAD", null, "cali"));
        // More than the column's type holds, and no number at all.
        Assert.Empty(await Find("CIUDAD", "99999999999999"));
        Assert.Empty(await Find("CIUDAD", "1' OR true --"));
        var hash = (await queries.ListAsync(hub.Layouts.Find("LISTA")!, Everything, null, 10, Ct))!.Rows[0].Key;
        Assert.Single(await Find("LISTA", hash[..10]));
        // A cursor that somebody edited leads nowhere.
        Assert.Empty((await queries.ListAsync(hub.Layouts.Find("CIUDAD")!, Everything, "x|y", 10, Ct))!.Rows);
    }

    [Fact]
    public async Task Latest_changes_have_deleted_keys_among_them_in_order_of_version()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|BOGOTA|11", "2|CALI|5", "3|PASTO|");
        var second = await hub.LoadAsync("CIUDAD_20261124.txt", "1|BOGOTÁ|11", "3|PASTO|", "4|TUNJA|");
        var layout = hub.Layouts.Find("CIUDAD")!;
        HubRowQueries queries = new(hub.Worker.Database);

        var all = await queries.ListChangesAsync(layout, 6, null, 10, Ct);
        var first = await queries.ListChangesAsync(layout, 6, null, 2, Ct);
        var rest = await queries.ListChangesAsync(layout, 6, long.Parse(first!.Next!, System.Globalization.CultureInfo.InvariantCulture), 10, Ct);

        Assert.Equal(4, all!.Rows.Count);
        Assert.Equal(all.Rows.Select(r => r.Version).OrderDescending(), all.Rows.Select(r => r.Version));
        var deleted = Assert.Single(all.Rows, r => r.IsDeleted);
        Assert.Equal(("2", second.RunId, (long?)null), (deleted.Key, deleted.RunId, deleted.LineNumber));
        Assert.Equal(all.Rows.Select(r => r.Key), first.Rows.Concat(rest!.Rows).Select(r => r.Key));
        Assert.Null(rest.Next);
    }

    [Fact]
    public async Task A_master_tells_its_rows_its_last_load_its_history_and_its_layouts()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|BOGOTA|11", "2|CALI|5");
        var last = await hub.LoadAsync("CIUDAD_20261124.txt", "1|BOGOTA|11", "2|CALI|5", "3|PASTO|", "x||");
        MasterCatalog catalog = new(hub.Worker.Database, () => hub.Layouts);

        var list = await catalog.ListAsync(Ct);
        var days = await catalog.ListDaysAsync("CIUDAD", Ct);
        var version = Assert.Single(await catalog.ListVersionsAsync("CIUDAD", Ct));

        Assert.Equal(["CIUDAD", "ZONA"], list.Select(m => m.Maestra));
        Assert.Equal((3L, last.RunId, 0.25), (list[0].Rows!.Value, list[0].RunId, list[0].RejectRate));
        Assert.Null(list[1].Rows);
        Assert.Equal([(TestHub.Date("2026-11-23"), 2L), (TestHub.Date("2026-11-24"), 4L)], days.Select(d => (d.FechaProceso, d.ReadCount!.Value)));
        Assert.All(days, d => Assert.Equal(d.ReadCount, d.AcceptedCount + d.RejectedCount));
        Assert.Equal(hub.Layouts.Find("CIUDAD")!.Fingerprint, version.LayoutHash);
        Assert.Null(await catalog.FindVersionAsync("ZONA", version.LayoutHash, Ct));
        Assert.Null(await catalog.FindAsync("NADA", Ct));
    }
}
