using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"Deletions that were suppressed are shown as pending until a clean file comes."</summary>
public sealed class PendingDeletesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Suppressed_deletions_are_shown_with_the_load_that_left_them_until_a_clean_file_comes()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|6", "3|PASTO|7");
        Assert.Empty(await ReadAsync(hub));

        FileResult dirty = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "x|TUNJA|6");
        Assert.Equal([$"CIUDAD 2 {dirty.RunId} 2026-11-23"], await ReadAsync(hub));

        // The same bytes again leave them pending, for the new date.
        FileResult same = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|5", "x|TUNJA|6");
        Assert.Equal([$"CIUDAD 2 {same.RunId} 2026-11-24"], await ReadAsync(hub));

        FileResult clean = await hub.LoadAsync("CIUDAD_20261125.txt", "1|CALI|5", "2|TUNJA|6");
        Assert.Equal("loaded 2=2+0 i0 u0 d1 =2", clean.ToString());
        Assert.Empty(await ReadAsync(hub));
    }

    private static async Task<IEnumerable<string>> ReadAsync(TestHub hub)
    {
        MasterQueries masters = new(hub.Worker.Database, hub.Options.CreateCalendar(), new FixedTime());
        return (await masters.ListPendingDeletesAsync(TestContext.Current.CancellationToken))
            .Select(p => $"{p.Maestra} {p.Count} {p.RunId} {p.FechaProceso:yyyy-MM-dd}");
    }
}
