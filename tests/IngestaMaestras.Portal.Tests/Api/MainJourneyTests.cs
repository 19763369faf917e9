using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Api;

/// <summary>From a broken file to a green date, as a program does it that knows only the document.</summary>
public sealed class MainJourneyTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task A_client_written_from_the_document_alone_mends_a_failed_date()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "apijourney");
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        var key = await portal.AddKeyAsync("turno", Roles.Operator, "nocturno");
        using var api = await ReadDocumentAsync(portal, key);

        var health = await api.CallAsync("getHealth");
        Assert.True((bool)health.Body!["isWell"]!, health.Body.ToJsonString());
        var waiting = await api.CallAsync("listFiles", ("folder", "input"));
        Assert.Equal(2, waiting.Body!["items"]!.AsArray().Count + waiting.Body["others"]!.AsArray().Count);
        var trial = await api.CallAsync("startRun", ("date", PortalUnderTest.Date), ("dryRun", true));
        Assert.Equal(HttpStatusCode.OK, trial.Status);
        Assert.Equal(["failed", "loaded"], trial.Body!["files"]!.AsArray().Select(f => (string)f!["status"]!));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run"));

        var started = await api.CallAsync(
            "startRun", ("date", PortalUnderTest.Date), ("reason", "cierre"), ("Idempotency-Key", "noche-2024-05-14"));
        var failed = await FollowAsync(api, (long)started.Body!["runId"]!);
        Assert.Equal("failed api turno cierre", $"{failed["run"]!["status"]} {failed["run"]!["trigger"]} {failed["run"]!["requestedBy"]} {failed["run"]!["reason"]}");
        var file = failed["files"]!.AsArray().Single(f => (string)f!["status"]! == "failed")!;
        Assert.Equal("SIN_REGISTROS_VALIDOS", (string)file["errorType"]!);
        Assert.Equal(3, (long)file["counts"]!["rejected"]!);

        var errors = await api.CallAsync(
            "listErrors", ("fileId", file["fileId"]!.DeepClone()), ("resolved", false), ("type", "PATRON_INVALIDO"), ("limit", 2));
        Assert.Equal([1, 2], errors.Body!["items"]!.AsArray().Select(e => (int)e!["lineNumber"]!));
        var rest = await api.CallAsync(
            "listErrors", ("fileId", file["fileId"]!.DeepClone()), ("resolved", false), ("type", "PATRON_INVALIDO"), ("limit", 2),
            ("after", errors.Body["next"]!.DeepClone()));
        Assert.Equal("3 3SURTIMAX", $"{rest.Body!["items"]![0]!["lineNumber"]} {((string)rest.Body["items"]![0]!["rawLine"]!).Trim()}");
        Assert.Equal("failed", await ReadDateAsync(api));

        portal.WriteGoodChains("input");
        var reprocessed = await api.CallAsync("reprocessFiles", ("fileIds", new JsonArray(file["fileId"]!.DeepClone())), ("reason", "corregido"));
        var mended = await FollowAsync(api, (long)Assert.Single(reprocessed.Body!["results"]!.AsArray())!["runId"]!);
        Assert.Equal("succeeded", (string)mended["run"]!["status"]!);
        Assert.Equal((long)failed["run"]!["id"]!, (long)mended["run"]!["parentRunId"]!);
        Assert.Equal("succeeded", await ReadDateAsync(api));
        var open = await api.CallAsync("listErrors", ("from", PortalUnderTest.Date), ("to", PortalUnderTest.Date), ("resolved", false));
        Assert.Empty(open.Body!["items"]!.AsArray());
        var runs = await api.CallAsync("listRuns", ("from", PortalUnderTest.Date), ("to", PortalUnderTest.Date), ("limit", 1));
        Assert.Equal("succeeded", (string)Assert.Single(runs.Body!["items"]!.AsArray())!["status"]!);
        var older = await api.CallAsync("listRuns", ("limit", 1), ("after", runs.Body["next"]!.DeepClone()));
        Assert.Equal("failed", (string)Assert.Single(older.Body!["items"]!.AsArray())!["status"]!);
        Assert.Null(older.Body["next"]);

        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(
            [
                "error/2024-05-14/XCADENA_20240514.txt", "processed/2024-05-14/XCADENA_20240514.txt", "processed/2024-05-14/XMONEDA_20240514.txt",
            ],
            portal.Installation.Files());
        Assert.Equal(
            ["iniciar_ejecucion turno nocturno cierre", "reprocesar turno nocturno corregido"], await ReadAuditAsync(portal));
    }

    [Fact]
    public async Task What_is_refused_is_refused_as_the_document_says_and_audited_as_on_the_pages()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "apirefused");
        portal.WriteGoodCurrencies();
        portal.WriteGoodChains("input");
        using var api = await ReadDocumentAsync(portal, await portal.AddKeyAsync("jefa", Roles.Administrator, "consola"));
        var run = (long)(await api.CallAsync("startRun", ("date", PortalUnderTest.Date), ("masters", new JsonArray("xcadena")))).Body!["runId"]!;
        Assert.Equal("succeeded", (string)(await FollowAsync(api, run))["run"]!["status"]!);

        var retried = await api.CallAsync("retryRun", ("id", run));
        retried.AssertProblem(HttpStatusCode.Conflict);
        Assert.Equal($"La ejecución {run} no tiene archivos con error.", retried.Detail);
        (await api.CallAsync("cancelRun", ("id", run), ("reason", "tarde"))).AssertProblem(HttpStatusCode.Conflict);
        (await api.CallAsync("getRun", ("id", 99))).AssertProblem(HttpStatusCode.NotFound);
        (await api.CallAsync("deliver", ("target", "oracle"))).AssertProblem(HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.Accepted, (await api.CallAsync("deliver", ("target", "kafka"), ("master", "XCADENA"))).Status);

        var preview = await api.CallAsync("replayDeliveries", ("target", "kafka"), ("master", "XCADENA"));
        Assert.Equal("False 3", $"{preview.Body!["done"]} {preview.Body["rows"]}", ignoreCase: true);
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name = 'reenviar'"));
        await Eventually.TrueAsync(
            async () => (string)(await api.CallAsync("listDeliveries", ("target", "kafka"), ("master", "XCADENA"))).Body!["items"]![0]!["status"]! == "delivered",
            TimeSpan.FromMinutes(1), "everything has arrived");
        var replayed = await api.CallAsync("replayDeliveries", ("target", "kafka"), ("master", "XCADENA"), ("confirm", true), ("reason", "prueba"));
        Assert.Equal(HttpStatusCode.Accepted, replayed.Status);
        var file = (await api.CallAsync("getRun", ("id", run))).Body!["files"]![0]!;
        var history = await api.CallAsync("getFile", ("id", file["fileId"]!.DeepClone()));
        Assert.Equal("loaded", (string)Assert.Single(history.Body!["runs"]!.AsArray())!["status"]!);
        Assert.Equal("XCADENA loaded", $"{file["master"]} {file["status"]}");

        await using var connection = await portal.Installation.ConnectAsync();
        Assert.Equal(
            [
                "iniciar_ejecucion queued consola", "reintentar error consola", "cancelar error consola", "entregar_ahora error consola",
                "entregar_ahora succeeded consola", "reenviar succeeded consola",
            ],
            await connection.QueryAsync<string>(
                """
                SELECT concat_ws(' ', procedure_name, result_status, additional_info ->> 'api_key') FROM audit_log
                 WHERE user_name = 'jefa' AND additional_info ? 'api_key' ORDER BY id
                """));
    }

    private static async Task<DocumentClient> ReadDocumentAsync(PortalUnderTest portal, string key)
    {
        using ApiClient program = new(portal.Url, key);
        return new DocumentClient((await program.GetAsync("openapi.json")).Body!, key);
    }

    private static async Task<JsonNode> FollowAsync(DocumentClient api, long runId)
    {
        JsonNode? run = null;
        await Eventually.TrueAsync(
            async () =>
            {
                run = (await api.CallAsync("getRun", ("id", runId))).Body!;
                return (string)run["run"]!["status"]! is not ("queued" or "running");
            },
            TimeSpan.FromMinutes(2),
            $"run {runId} has ended");
        return run!;
    }

    private static async Task<string?> ReadDateAsync(DocumentClient api)
    {
        var dates = await api.CallAsync("listDates", ("from", PortalUnderTest.Date), ("to", PortalUnderTest.Date));
        return (string?)Assert.Single(dates.Body!["items"]!.AsArray())!["status"];
    }

    /// <summary>What was done by the program, with the name of its key and its reason.</summary>
    private static async Task<IEnumerable<string>> ReadAuditAsync(PortalUnderTest portal)
    {
        await using var connection = await portal.Installation.ConnectAsync();
        return await connection.QueryAsync<string>(
            """
            SELECT concat_ws(' ', procedure_name, user_name, additional_info ->> 'api_key', additional_info ->> 'reason') FROM audit_log
             WHERE additional_info ? 'api_key' ORDER BY id
            """);
    }
}
