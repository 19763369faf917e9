using System.Globalization;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Queries;

/// <summary>What pages read of runs: the list, usual times, the log and notes.</summary>
public sealed class RunQueryTests(PostgresFixture postgres)
{
    private static readonly RunFilter Any = new(null, null, null, null);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_are_filtered_by_master_and_requester_and_paged_by_key_in_every_order()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        // Ids 1 to 5, dates in another order.
        string[] dates = ["2026-11-23", "2026-11-21", "2026-11-24", "2026-11-22", "2026-11-21"];
        foreach (var date in dates)
        {
            await hub.ExecuteAsync($"INSERT INTO run (fecha_proceso, trigger, requested_by, status) VALUES ('{date}', 'operator', 'ana', 'succeeded')");
        }

        await hub.LoadAsync("ZONA_20261125.txt", "1|SUR");
        RunQueries queries = new(hub.Worker.Database);

        Assert.Equal([6, 5, 4, 3, 2, 1], await PagesAsync(queries, Any, RunOrder.Newest));
        Assert.Equal([1, 2, 3, 4, 5, 6], await PagesAsync(queries, Any, RunOrder.Oldest));
        Assert.Equal([6, 3, 1, 4, 5, 2], await PagesAsync(queries, Any, RunOrder.BusinessDate));
        Assert.Equal([6], await PagesAsync(queries, Any with { Maestra = "ZONA" }, RunOrder.Newest));
        Assert.Equal([5, 4, 3, 2, 1], await PagesAsync(queries, Any with { RequestedBy = "ana" }, RunOrder.Newest));
        Assert.Equal([5, 4, 2], await PagesAsync(queries, Any with { To = TestHub.Date("2026-11-22") }, RunOrder.Newest));
        Assert.Equal(["ana", TestHub.User], await queries.ListRequestersAsync(Ct));
        Assert.Null(RunCursor.TryParse("2026-11-24_x"));
        Assert.Null(RunCursor.TryParse("'; DROP TABLE run"));
    }

    [Fact]
    public async Task The_usual_time_of_a_step_is_the_median_of_the_last_fourteen_loads_before_the_run()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad(), Maestra.Zona());
        var first = TestHub.Date("2026-10-01");
        for (var day = 0; day < 16; day++)
        {
            await hub.LoadAsync(
                $"CIUDAD_{first.AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.txt", $"1|CALI {day}|5");
        }

        // One night in between changed nothing, and is no load.
        await hub.LoadAsync("CIUDAD_20261017.txt", "1|CALI 15|5");
        var tonight = await hub.LoadAsync("CIUDAD_20261018.txt", "1|CALI|5");
        // Night n took n seconds to stage; the first two lie beyond fourteen, and tonight is not its own measure.
        await hub.ExecuteAsync(
            """
            UPDATE step SET ended_at = started_at + make_interval(secs => (SELECT count(*) FROM run r WHERE r.run_id <= step.run_id))
             WHERE step = 'stage'
            """);

        var medians = await new RunMedians(hub.Worker.Database).ReadAsync(tonight.RunId, Ct);

        Assert.Equal(TimeSpan.FromSeconds(9.5), medians[("CIUDAD", "stage")]);
        Assert.True(medians.ContainsKey(("CIUDAD", RunMedians.WholeFile)));
        Assert.DoesNotContain(medians.Keys, k => k.Maestra == "ZONA");
        Assert.Empty(await new RunMedians(hub.Worker.Database).ReadAsync(1, Ct));
    }

    [Fact]
    public async Task A_log_is_read_in_stretches_from_its_end_before_after_and_around_a_line()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(
            """
            INSERT INTO step_log (at, level, run_id, file_id, step, attempt, message)
            SELECT now(), CASE WHEN n % 4 = 0 THEN 'error' WHEN n % 2 = 0 THEN 'warning' ELSE 'info' END, 1, n % 2,
                   CASE WHEN n <= 10 THEN 'stage' ELSE 'merge' END, 1 + n / 11, 'línea ' || n FROM generate_series(1, 20) n;
            INSERT INTO step_log (at, level, run_id, message) VALUES (now(), 'error', 2, 'de otra')
            """);
        LogQueries log = new(hub.Worker.Database);
        LogFilter all = new(1);

        Assert.Equal("…18,19,20", Ids(await log.ListLatestAsync(all, 3, Ct)));
        Assert.Equal("…15,16,17…", Ids(await log.ListBeforeAsync(all, 18, 3, Ct)));
        Assert.Equal("1,2…", Ids(await log.ListBeforeAsync(all, 3, 3, Ct)));
        Assert.Equal("…19,20", Ids(await log.ListAfterAsync(all, 18, 3, Ct)));
        Assert.Equal("…9,10,11,12…", Ids(await log.ListAroundAsync(all, 10, 4, Ct)));
        Assert.Equal("4,8,12,16,20", Ids(await log.ListLatestAsync(all with { MinimumLevel = "error" }, 50, Ct)));
        Assert.Equal(10, (await log.ListLatestAsync(all with { MinimumLevel = "warning" }, 50, Ct)).Items.Count);
        Assert.Equal("1,3,5,7,9", Ids(await log.ListLatestAsync(all with { FileId = 1, Step = "stage", Attempt = 1 }, 50, Ct)));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("tickets/12")]
    public async Task A_ticket_that_is_no_address_of_the_web_is_refused(string ticket)
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var run = await hub.RunAsync("2026-11-24");
        NoteOperations notes = new(hub.Worker.Database);

        Assert.False((await notes.AddAsync(run.RunId, "nota", ticket, null, "ana", Ct)).Done);
        Assert.Empty(await notes.ListAsync(run.RunId, Ct));
    }

    [Fact]
    public async Task Notes_are_kept_with_their_author_and_audited()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var run = await hub.RunAsync("2026-11-24");
        NoteOperations notes = new(hub.Worker.Database);

        Assert.False((await notes.AddAsync(run.RunId, null, null, null, "ana", Ct)).Done);
        Assert.False((await notes.AddAsync(99, "nota", null, null, "ana", Ct)).Done);
        Assert.True((await notes.AddAsync(run.RunId, "Llamé al ERP", "https://tickets.ejemplo.co/7", null, "ana", Ct)).Done);
        Assert.True((await notes.AddAsync(run.RunId, null, null, "Disco lleno", "luis", Ct)).Done);

        var kept = await notes.ListAsync(run.RunId, Ct);
        Assert.Equal([("luis", null, "Disco lleno"), ("ana", "https://tickets.ejemplo.co/7", null)], kept.Select(n => (n.WrittenBy, n.TicketUrl, n.RootCause)));
        Assert.Equal(["ana|1", "luis|1"], await hub.QueryAsync(
            "SELECT user_name, parameters ->> 'run_id' FROM audit_log WHERE procedure_name = 'anotar_ejecucion' ORDER BY id"));
    }

    private static async Task<IReadOnlyList<long>> PagesAsync(RunQueries queries, RunFilter filter, RunOrder order)
    {
        List<long> ids = [];
        string? cursor = null;
        do
        {
            var page = await queries.ListAsync(filter, order, RunCursor.TryParse(cursor), 2, Ct);
            ids.AddRange(page.Items.Select(r => r.RunId));
            cursor = page.Next;
        }
        while (cursor is not null);
        return ids;
    }

    /// <summary>The lines, with dots on the side where there are more.</summary>
    private static string Ids(LogPage page) =>
        $"{(page.HasOlder ? "…" : "")}{string.Join(',', page.Items.Select(l => l.Id))}{(page.HasNewer ? "…" : "")}";
}
