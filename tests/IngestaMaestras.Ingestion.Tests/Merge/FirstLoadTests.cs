using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Merge;

public sealed class FirstLoadTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_first_load_inserts_every_valid_record()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());

        FileReport file = await hub.LoadAsync("CIUDAD_20261124.txt", "1|BOGOTÁ|11", "2|ÑUÑOA|", "3|CALI|12");

        Assert.Equal("loaded 3=3+0 i3 u0 d0 =0", file.ToString());
        Assert.Equal(["1|BOGOTÁ|11", "2|ÑUÑOA|∅", "3|CALI|12"], await hub.RowsAsync("erp_ciudad"));
    }
}
