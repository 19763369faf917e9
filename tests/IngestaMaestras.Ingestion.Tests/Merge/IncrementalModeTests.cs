using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Merge;

public sealed class IncrementalModeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task In_incremental_absent_keys_stay()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("modo: incremental"));
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|6");

        FileResult file = await hub.LoadAsync("CIUDAD_20261124.txt", "2|TUNJA|7", "3|PASTO|");

        Assert.Equal("loaded 2=2+0 i1 u1 d0 =0", file.ToString());
        Assert.Equal(["1|CALI|5", "2|TUNJA|7", "3|PASTO|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Empty(await hub.QueryAsync("SELECT * FROM tombstone"));
    }

    [Fact]
    public async Task An_older_incremental_file_changes_only_rows_that_no_later_file_wrote()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("modo: incremental"));
        await hub.LoadAsync("CIUDAD_20261120.txt", "1|CALI|1", "2|TUNJA|1", "3|PASTO|1");
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|3");
        long version = await hub.ScalarAsync<long>("SELECT state_version FROM master_state");

        FileResult late = await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|2", "2|TUNJA|2", "4|NEIVA|2");

        Assert.Equal("loaded 3=3+0 i1 u1 d0 =1", late.ToString());
        Assert.Equal(["1|CALI|3", "2|TUNJA|2", "3|PASTO|1", "4|NEIVA|2"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal(
            ["2026-11-24"], await hub.QueryAsync("SELECT fecha_proceso FROM master_state"));
        Assert.True(await hub.ScalarAsync<long>("SELECT state_version FROM master_state") > version);
    }

    [Fact]
    public async Task An_incremental_file_after_an_older_one_that_came_late_is_compared_with_the_later_position()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("modo: incremental"));
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|3");
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|1", "2|TUNJA|1");
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|2", "2|TUNJA|2");

        FileResult last = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|4");

        Assert.Equal("loaded 1=1+0 i0 u1 d0 =0", last.ToString());
        Assert.Equal(["1|CALI|4", "2|TUNJA|2"], await hub.RowsAsync("erp_ciudad"));
    }
}
