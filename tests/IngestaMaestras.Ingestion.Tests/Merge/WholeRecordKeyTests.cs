using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Merge;

/// <summary>Layouts without <c>campos_clave</c>: the whole record is the key, as a stored hash.</summary>
public sealed class WholeRecordKeyTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_changed_record_is_one_row_less_and_one_more()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.SinClave());
        await hub.LoadAsync("LISTA_20261123.txt", "CALI|5", "TUNJA|", "PASTO|7");
        string[] before = await hub.TracksAsync("erp_lista");

        FileResult file = await hub.LoadAsync("LISTA_20261124.txt", "PASTO|8", "CALI|5", "TUNJA|");

        Assert.Equal("loaded 3=3+0 i1 u0 d1 =2", file.ToString());
        Assert.Equal(["CALI|5", "PASTO|8", "TUNJA|∅"], await hub.RowsAsync("erp_lista"));
        Assert.Equal(2, before.Intersect(await hub.TracksAsync("erp_lista")).Count());
        Assert.Equal(
            ["t|t"],
            await hub.QueryAsync("SELECT key_text ~ '^[0-9a-f]{64}$', key_values ->> '_key' = key_text FROM tombstone"));
    }

    [Fact]
    public async Task The_same_record_twice_is_a_duplicate_and_blank_is_not_the_same_as_a_value()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.SinClave());

        FileResult file = await hub.LoadAsync("LISTA_20261124.txt", "CALI|5", "CALI|", "CALI|05");

        Assert.Equal("loaded 3=2+1 i2 u0 d0 =0", file.ToString());
        Assert.Equal(["3|CLAVE_DUPLICADA"], await hub.QueryAsync("SELECT line_number, error_type FROM error_log"));
        Assert.Equal(["CALI|5", "CALI|∅"], await hub.RowsAsync("erp_lista"));
    }

    [Fact]
    public async Task A_rejected_record_hides_its_key_so_nothing_is_deleted()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.SinClave());
        await hub.LoadAsync("LISTA_20261123.txt", "CALI|5", "TUNJA|");

        FileResult file = await hub.LoadAsync("LISTA_20261124.txt", "CALI|5", "TUNJA|x");

        Assert.Equal("loaded 2=1+1 i0 u0 d0 =1", file.ToString());
        Assert.Equal(1, file.SuppressedDeletes);
        Assert.Equal(["TUNJA|x"], await hub.RejectsAsync(file));
    }

    [Fact]
    public async Task The_brake_looks_at_the_net_shrinkage()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.SinClave());
        await hub.LoadAsync("LISTA_20261122.txt", [.. Enumerable.Range(1, 50).Select(i => $"CIUDAD {i}|")]);

        // Every record changed: fifty rows go, fifty come.
        FileResult changed = await hub.LoadAsync("LISTA_20261123.txt", [.. Enumerable.Range(1, 50).Select(i => $"CIUDAD {i}|1")]);
        FileResult shrunk = await hub.LoadAsync("LISTA_20261124.txt", [.. Enumerable.Range(1, 39).Select(i => $"CIUDAD {i}|2")]);

        Assert.Equal("loaded 50=50+0 i50 u0 d50 =0", changed.ToString());
        Assert.Equal("held 39=39+0 i39 u0 d50 =0", shrunk.ToString());
    }
}
