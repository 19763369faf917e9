using IngestaMaestras.Ingestion.Queries.Search;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Queries;

public sealed class SearchQueryTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_found_in_the_hub_with_its_origin_and_among_what_was_deleted()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|");
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|6");
        SearchQueries search = new(hub.Worker.Database, () => hub.Layouts);

        var present = Assert.Single(await search.FindKeysAsync("1", Ct));
        Assert.Equal(("CIUDAD", "hub", 1L), (present.Maestra, present.State, present.LineNumber));
        Assert.Equal(new DateOnly(2026, 11, 23), present.FechaProceso);
        Assert.Equal("tombstone", Assert.Single(await search.FindKeysAsync("2", Ct)).State);
        Assert.Empty(await search.FindKeysAsync("99999999999999", Ct));
        Assert.Empty(await search.FindKeysAsync("no es una clave", Ct));
    }

    [Fact]
    public async Task Files_and_errors_are_found_by_what_their_text_says_and_not_by_a_pattern_in_it()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "x|TUNJA|1");
        SearchQueries search = new(hub.Worker.Database, () => hub.Layouts);
        await hub.ExecuteAsync("UPDATE error_log SET fecha_proceso = CURRENT_DATE; UPDATE file SET fecha_proceso = CURRENT_DATE");

        Assert.Equal("CIUDAD_20261122.txt", Assert.Single(await search.FindFilesAsync("ciudad_2", Ct)).Text);
        Assert.Equal("loaded", Assert.Single(await search.FindFilesAsync("1122", Ct)).State);
        Assert.Empty(await search.FindFilesAsync("ciudad%2", Ct));
        Assert.Equal("TIPO_INVALIDO", Assert.Single((await search.FindErrorsAsync("tunja", Ct)).Hits).State);
        Assert.Empty((await search.FindErrorsAsync("x_tunja", Ct)).Hits);
    }

    [Fact]
    public async Task A_search_says_when_there_are_more_errors_than_it_looks_at()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        SearchQueries search = new(hub.Worker.Database, () => hub.Layouts);
        await AddAsync("aguja", 1);
        await AddAsync("paja", SearchQueries.MaxErrors - 1);
        Assert.Equal((1, false), await CountAsync());

        await AddAsync("paja", 1);
        Assert.Equal((0, true), await CountAsync());

        async Task<(int Hits, bool IsCut)> CountAsync()
        {
            var (hits, isCut) = await search.FindErrorsAsync("aguja", Ct);
            return (hits.Count, isCut);
        }

        Task AddAsync(string message, int rows) => hub.ExecuteAsync($"""
            INSERT INTO error_log (fecha_proceso, error_type, severity, message)
            SELECT CURRENT_DATE, 'TIPO_INVALIDO', 'error', '{message}' FROM generate_series(1, {rows}) i
            """);
    }
}
