using IngestaMaestras.Ingestion.Queries.Lines;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Queries;

/// <summary>"The value that the hub now has for that key", read from the line with the layout that read it.</summary>
public sealed class HubRecordTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rejected_line_shows_what_the_hub_has_for_its_key()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        FileResult file = await hub.LoadAsync("CIUDAD_20261123.txt", "7|CALI|5", "8|TUNJA|6");
        FileResult bad = await hub.LoadAsync("CIUDAD_20261124.txt", "8|TUNJA|6", "007|CALI LA NUEVA|x", "9|PASTO|y", "z|NEIVA|1");
        FileLayouts layouts = new(hub.Worker.Database, () => hub.Layouts);
        HubRecords records = new(hub.Worker.Database);

        var layout = await layouts.FindAsync(bad.FileId, bad.RunId, "CIUDAD", Ct);
        Assert.True(layout!.IsAsRead);
        var found = await records.FindAsync(layout.Layout, "007|CALI LA NUEVA|x", Ct);

        Assert.Equal((HubRecordState.Found, "7", file.FileId, 1), (found.State, found.Key, found.FileId, found.LineNumber));
        Assert.Equal(("7", "CALI", "5"), (found.Values["cod"], found.Values["nombre"], found.Values["zona"]));
        Assert.Equal((HubRecordState.Absent, "9"), await StateAsync("9|PASTO|y"));
        Assert.Equal((HubRecordState.KeyUnreadable, null), await StateAsync("z|NEIVA|1"));
        Assert.Equal((HubRecordState.KeyUnreadable, null), await StateAsync(""));
        Assert.Equal((HubRecordState.KeyUnreadable, null), await StateAsync("7"));
        await hub.ExecuteAsync("ALTER TABLE erp_ciudad DROP CONSTRAINT erp_ciudad_pkey; ALTER TABLE erp_ciudad ADD PRIMARY KEY (cod, nombre)");
        Assert.Equal((HubRecordState.KeyChanged, "7"), await StateAsync("7|CALI|5"));
        await hub.ExecuteAsync("DROP TABLE erp_ciudad");
        Assert.Equal((HubRecordState.NoTable, "7"), await StateAsync("7|CALI|5"));

        async Task<(HubRecordState, string?)> StateAsync(string line)
        {
            var record = await records.FindAsync(layout.Layout, line, Ct);
            return (record.State, record.Key);
        }
    }

    [Fact]
    public async Task A_whole_record_is_found_by_its_hash_and_a_layout_with_references_is_read_alone()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.SinClave(), Maestra.Zona(), Maestra.CiudadDeZona("error"));
        await hub.LoadAsync("LISTA_20261124.txt", "BOGOTA|11", "CALI|x");
        HubRecords records = new(hub.Worker.Database);
        Assert.Equal("BOGOTA", (await records.FindAsync(hub.Layouts.Find("LISTA")!, "BOGOTA|11", Ct)).Values["nombre"]);

        FileResult cities = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "2||");
        var layout = await new FileLayouts(hub.Worker.Database, () => hub.Layouts).FindAsync(cities.FileId, null, "CIUDAD", Ct);
        Assert.True(layout!.IsAsRead);
        Assert.Equal(hub.Layouts.Find("CIUDAD")!.Fingerprint, layout.Layout.Fingerprint);
        Assert.Null(await new FileLayouts(hub.Worker.Database, () => hub.Layouts).FindAsync(null, null, null, Ct));
    }
}
