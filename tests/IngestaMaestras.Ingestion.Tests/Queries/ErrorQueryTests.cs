using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Queries;

/// <summary>Lists of errors: filters, order and pages, whatever is filtered by.</summary>
public sealed class ErrorQueryTests(PostgresFixture postgres)
{
    /// <summary>
    /// Nine nights of two loads each, of which all rows have one moment; ids grow with time. Every kind of value is in
    /// there, its absence too.
    /// </summary>
    private const string Rows =
        """
        INSERT INTO error_log (fecha_proceso, "timestamp", error_type, severity, maestra, file_name, line_number, field, rule, value,
                               raw_line, message, run_id, file_id, resolved_at)
        SELECT date '2026-11-01' + night, timestamptz '2026-11-01 07:00Z' + night * interval '1 day' + load * interval '1 minute',
               CASE line % 3 WHEN 0 THEN 'CAMPO_REQUERIDO' WHEN 1 THEN 'FUERA_DE_RANGO' ELSE 'LINEA_CORTA' END,
               CASE WHEN line % 5 = 0 THEN 'aviso' ELSE 'error' END, CASE load WHEN 0 THEN 'CIUDAD' WHEN 1 THEN 'ZONA' END,
               CASE load WHEN 0 THEN 'CIUDAD.txt' ELSE 'ZONA.txt' END, line, CASE WHEN line % 3 < 2 THEN 'ZONA' END,
               CASE WHEN line % 3 = 1 THEN 'rango 1..9' END, CASE WHEN line = 7 THEN '100%_\' ELSE 'x' END, 'cruda', 'mensaje',
               night * 2 + load + 1, night * 2 + load + 1, CASE WHEN night < 4 THEN now() END
          FROM generate_series(0, 8) night, generate_series(0, 1) load, generate_series(1, 12) line
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Filters =>
        ["", "dates", "maestra", "type", "both", "field", "nofield", "rule", "severity", "open", "resolved", "text", "run", "file", "none"];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Pages_of_every_filter_give_each_row_once_in_order_both_ways(string name)
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(Rows);
        ErrorQueries queries = new(hub.Worker.Database);
        var (filter, where) = Of(name);
        foreach (var (order, by) in new[]
        {
            (ErrorOrder.NewestFirst, "fecha_proceso DESC, \"timestamp\" DESC, id"), (ErrorOrder.OldestFirst, "fecha_proceso, \"timestamp\", id"),
            (ErrorOrder.NewestFirst.Reverse(), "fecha_proceso, \"timestamp\", id DESC"),
        })
        {
            var expected = (await hub.QueryAsync($"SELECT id FROM error_log WHERE {where} ORDER BY {by}")).ToList();
            List<string> found = [];
            string? next = null;
            do
            {
                var page = await queries.ListAsync(filter, order, ErrorCursor.TryParse(next), 5, Ct);
                Assert.False(page.IsSearchCut);
                found.AddRange(page.Items.Select(e => $"{e.Id}"));
                next = page.Next;
            }
            while (next is not null);

            Assert.Equal(expected, found);
            Assert.Equal(expected.Count, (await queries.CountAsync(filter, 1000, Ct)).Value);
            Assert.Equal(expected, await queries.StreamAsync(filter, order, Ct).Select(e => $"{e.Id}").ToListAsync(Ct));
        }
    }

    [Fact]
    public async Task A_rows_neighbours_are_those_of_its_list()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(Rows);
        ErrorQueries queries = new(hub.Worker.Database);
        ErrorFilter filter = new() { Maestra = "ZONA", ErrorType = "LINEA_CORTA" };
        var list = (await queries.ListAsync(filter, ErrorOrder.NewestFirst, null, 100, Ct)).Items;
        foreach (var (i, row) in list.Index())
        {
            Assert.Equal(
                (i == 0 ? null : list[i - 1].Id, i == list.Count - 1 ? (long?)null : list[i + 1].Id),
                await queries.FindNeighboursAsync(filter, ErrorOrder.NewestFirst, row, Ct));
        }
    }

    [Fact]
    public async Task A_search_stops_after_so_many_rows_says_so_and_can_go_on()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(
            $"""
            INSERT INTO error_log (fecha_proceso, error_type, severity, message)
            SELECT date '2026-11-01', 'ERROR_KAFKA', 'error', CASE WHEN i > {ErrorQueries.LookLimit + 10} THEN 'la aguja' ELSE 'paja' END
              FROM generate_series(1, {ErrorQueries.LookLimit + 20}) i
            """);
        ErrorQueries queries = new(hub.Worker.Database);
        ErrorFilter filter = new() { Text = "AGUJA" };

        var first = await queries.ListAsync(filter, ErrorOrder.NewestFirst, null, 50, Ct);
        var count = await queries.CountAsync(filter, 50, Ct);
        var second = await queries.ListAsync(filter, ErrorOrder.NewestFirst, ErrorCursor.TryParse(first.Next), 50, Ct);

        Assert.Empty(first.Items);
        Assert.True(first.IsSearchCut);
        Assert.Equal(new(0, true), count);
        Assert.Equal(10, second.Items.Count);
        Assert.False(second.IsSearchCut);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Groups_count_rows_and_nights_of_their_window_only()
    {
        await using TestHub hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(Rows);
        ErrorGroupQueries queries = new(hub.Worker.Database);
        ErrorFilter window = new() { From = TestHub.Date("2026-11-03"), To = TestHub.Date("2026-11-06"), ErrorType = "FUERA_DE_RANGO" };

        var groups = await queries.ListAsync(window, ErrorGroupOrder.Rows, 10, Ct);

        // Lines 1, 4, 7 are errors and 10 is a warning, in each of two masters and four nights, of which two are resolved.
        Assert.Equal(
            ["CIUDAD error 12 6 4", "CIUDAD aviso 4 2 4", "ZONA error 12 6 4", "ZONA aviso 4 2 4"],
            groups.Items.OrderBy(g => g.Maestra).ThenByDescending(g => g.Rows)
                .Select(g => $"{g.Maestra} {g.Severity} {g.Rows} {g.OpenRows} {g.Nights}"));
        Assert.All(groups.Items, g => Assert.Equal(
            ("rango 1..9", "ZONA", TestHub.Date("2026-11-03"), TestHub.Date("2026-11-06")), (g.Rule, g.Field, g.FirstDate, g.LastDate)));
        Assert.Equal(32, groups.Looked);
        Assert.False(groups.IsCut || groups.HasMore);
        Assert.True((await queries.ListAsync(window, ErrorGroupOrder.LastSeen, 3, Ct)).HasMore);
        await Assert.ThrowsAsync<ArgumentException>(
            () => queries.ListAsync(window with { To = window.From!.Value.AddDays(ErrorGroupQueries.MaxDays) }, ErrorGroupOrder.Rows, 10, Ct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1-2")]
    [InlineData("9999999-1-1")]
    [InlineData("1-9999999999999999999-1")]
    [InlineData("1--1")]
    public void A_cursor_that_no_page_wrote_is_none(string text) => Assert.Null(ErrorCursor.TryParse(text));

    private static (ErrorFilter Filter, string Where) Of(string name) => name switch
    {
        "" => (new(), "true"),
        "dates" => (
            new() { From = TestHub.Date("2026-11-03"), To = TestHub.Date("2026-11-05") }, "fecha_proceso BETWEEN '2026-11-03' AND '2026-11-05'"),
        "maestra" => (new() { Maestra = "CIUDAD" }, "maestra = 'CIUDAD'"),
        "type" => (new() { ErrorType = "LINEA_CORTA" }, "error_type = 'LINEA_CORTA'"),
        "both" => (new() { Maestra = "CIUDAD", ErrorType = "LINEA_CORTA" }, "maestra = 'CIUDAD' AND error_type = 'LINEA_CORTA'"),
        "field" => (new() { Field = "ZONA" }, "field = 'ZONA'"),
        "nofield" => (new() { Field = ErrorFilter.None, Rule = ErrorFilter.None }, "field IS NULL AND rule IS NULL"),
        "rule" => (new() { Rule = "rango 1..9" }, "rule = 'rango 1..9'"),
        "severity" => (new() { Severity = "aviso" }, "severity = 'aviso'"),
        "open" => (new() { IsResolved = false }, "resolved_at IS NULL"),
        "resolved" => (new() { IsResolved = true }, "resolved_at IS NOT NULL"),
        "text" => (new() { Text = @"0%_\" }, "line_number = 7"),
        "run" => (new() { RunId = 4 }, "run_id = 4"),
        "file" => (new() { FileId = 4, RunId = 4, ErrorType = "LINEA_CORTA" }, "file_id = 4 AND error_type = 'LINEA_CORTA'"),
        "none" => (new() { Maestra = ErrorFilter.None }, "maestra IS NULL"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
