using System.Text.Json;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Logging;

/// <summary>One id finds a click and all that came of it: in the log, in the audit trail, whatever job did it.</summary>
public sealed class CorrelationTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task The_log_and_the_audit_trail_tell_by_one_id_what_a_click_has_done_and_nothing_of_another()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "correlation");
        portal.WriteGoodCurrencies();
        portal.WriteGoodChains("input");
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));

        // The second one waits for the first, which is what puts it into the queue.
        var clicks = new[] { await StartAsync(visitor, "XCADENA"), await StartAsync(visitor, "XMONEDA") };
        Assert.Equal("succeeded", await portal.Installation.RunEndedAsync());

        Assert.NotEqual(clicks[0], clicks[1]);
        foreach (var (index, click) in clicks.Index())
        {
            var run = index + 1;
            await Eventually.TrueAsync(() => EventsOf(portal, click).Any(e => Says(e, $"Ejecución {run} ") && Says(e, "correcta")), message: "the end of the run is in the log");
            var events = EventsOf(portal, click);
            Assert.Contains(events, e => Says(e, "POST /ejecuciones/nueva: 302"));
            Assert.Contains(events, e => e.TryGetProperty("FileId", out _) && e.GetProperty("RunId").GetInt64() == run);
            Assert.All(events.Where(e => e.TryGetProperty("RunId", out _)), e => Assert.Equal(run, e.GetProperty("RunId").GetInt64()));
            Assert.Equal(
                "ejecutar_ingesta, iniciar_ejecucion, procesar_archivo",
                await portal.Installation.ScalarAsync<string>(
                    $"SELECT string_agg(DISTINCT procedure_name, ', ' ORDER BY procedure_name) FROM audit_log WHERE additional_info ->> 'correlation' = '{click}'"));
        }

        // What a worker does for a run is nobody's but its click's.
        Assert.All(
            Events(portal).Where(e => e.TryGetProperty("RunId", out _)),
            e => Assert.Equal(clicks[e.GetProperty("RunId").GetInt64() - 1], e.GetProperty("Correlation").GetString()));
    }

    [Fact]
    public async Task A_job_that_is_pressed_again_in_the_panel_comes_from_that_click()
    {
        await using var portal = await PortalUnderTest.StartAsync(
            postgres, chromium, "correlationagain", null, new Dictionary<string, string> { ["Backup__Folder"] = "/dev/null/respaldos" });
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Administrator));
        using var first = await visitor.PostAsync("/mantenimiento?handler=Run", "/mantenimiento", ("tarea", "respaldo"));
        await TriedAsync(portal, IdOf(first));

        var job = await portal.Installation.ScalarAsync<long>("SELECT id FROM hangfire.job WHERE statename = 'Failed' AND arguments::text LIKE '%respaldo%'");
        using var again = await visitor.PostAsync("/hangfire/jobs/failed/requeue", "/mantenimiento", ("jobs[]", $"{job}"));
        Assert.True(again.IsSuccessStatusCode, $"{again.StatusCode}");

        await TriedAsync(portal, IdOf(again));
        await Eventually.TrueAsync(() => EventsOf(portal, IdOf(again)).Any(e => Says(e, "falló")), message: "the second failure is in the log");
        var events = EventsOf(portal, IdOf(first));
        Assert.Contains(events, e => Says(e, "POST /mantenimiento?handler=Run: 302"));
        Assert.Single(events, e => Says(e, "falló"));
        Assert.Contains(EventsOf(portal, IdOf(again)), e => Says(e, "POST /hangfire/jobs/failed/requeue: 2"));
    }

    private static Task TriedAsync(PortalUnderTest portal, string click) => Eventually.TrueAsync(
        async () => await portal.Installation.ScalarAsync<bool>(
            $"""
            SELECT EXISTS (SELECT 1 FROM audit_log WHERE procedure_name = 'mantenimiento' AND result_status = 'error' AND additional_info ->> 'correlation' = '{click}')
               AND NOT EXISTS (SELECT 1 FROM hangfire.job WHERE statename <> 'Failed' AND arguments::text LIKE '%respaldo%')
            """),
        TimeSpan.FromMinutes(1),
        "the job has failed");

    private static async Task<string> StartAsync(Browserless visitor, string master)
    {
        using var answer = await visitor.PostAsync(
            $"/ejecuciones/nueva?fecha={PortalUnderTest.Date}", "/ejecuciones/nueva", ("hacer", "todo"), ("maestras", master));
        return IdOf(answer);
    }

    private static string IdOf(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("X-Correlation-Id"));

    private static bool Says(JsonElement logEvent, string text) => logEvent.GetProperty("@m").GetString()!.Contains(text, StringComparison.Ordinal);

    private static List<JsonElement> EventsOf(PortalUnderTest portal, string id) =>
        [.. Events(portal).Where(e => e.TryGetProperty("Correlation", out var found) && found.GetString() == id)];

    private static List<JsonElement> Events(PortalUnderTest portal)
    {
        using FileStream file = new(
            Assert.Single(Directory.GetFiles(Path.Combine(portal.Root, "logs"), "ingesta-*.json")), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        var text = reader.ReadToEnd();
        // What is being written has no end yet.
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.Clone())];
    }
}
