using System.Net;
using System.Text;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Portal.Tests.Pages.Support;

namespace IngestaMaestras.Portal.Tests.Api;

/// <summary>Requests that make no sense: the right status, what is wrong by name, and nothing done.</summary>
public sealed class ApiInputTests(EmptyPortal empty) : IClassFixture<EmptyPortal>
{
    private const string Today = "\"date\":\"2024-05-14\"";

    private static readonly string LongText = new('x', 501);

    [Theory]
    [InlineData("runs?from=2024-13-01", "from", "AAAA-MM-DD")]
    [InlineData("runs?from=14/05/2024", "from", "AAAA-MM-DD")]
    [InlineData("runs?from=2024-01-01&from=2024-01-02", "from", "AAAA-MM-DD")]
    [InlineData("runs?to=hoy", "to", "AAAA-MM-DD")]
    [InlineData("runs?status=fallida", "status", "succeeded")]
    [InlineData("runs?trigger=cron", "trigger", "catch-up")]
    [InlineData("runs?limit=0", "limit", "1 a 500")]
    [InlineData("runs?limit=501", "limit", "1 a 500")]
    [InlineData("runs?limit=-1", "limit", "1 a 500")]
    [InlineData("runs?limit=99999999999", "limit", "1 a 500")]
    [InlineData("runs?after=2024-05-14", "after", "next")]
    [InlineData("runs?after='%3B--", "after", "next")]
    [InlineData("runs?satus=failed", "satus", "Parámetro desconocido")]
    [InlineData("runs?requestedBy=a%00b", "requestedBy", "caracteres de control")]
    [InlineData("runs/1?x=1", "x", "no admite parámetros")]
    [InlineData("errors?resolved=si", "resolved", "true o false")]
    [InlineData("errors?runId=-1", "runId", "número entero")]
    [InlineData("errors?fileId=99999999999999999999", "fileId", "número entero")]
    [InlineData("errors?severity=grave", "severity", "error, aviso")]
    [InlineData("errors?text=%1b%5b31m", "text", "caracteres de control")]
    [InlineData("errors?after=x-y-z", "after", "next")]
    [InlineData("files?folder=../etc", "folder", "input, work, processed, error")]
    [InlineData("files?status=perdido", "status", "loaded")]
    [InlineData("dates?after=ayer", "after", "AAAA-MM-DD")]
    [InlineData("deliveries?target=marte", "target", "kafka, oracle")]
    [InlineData("deliveries?master=NADIE", "master", "XCADENA")]
    public async Task A_parameter_that_is_not_valid_is_named(string path, string name, string expected)
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Reader);

        var answer = await program.GetAsync(path);

        answer.AssertProblem(HttpStatusCode.BadRequest);
        Assert.Contains(expected, answer.ErrorOf(name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Reader);

        var answer = await program.GetAsync("runs?from=x&to=y&limit=z");

        answer.AssertProblem(HttpStatusCode.BadRequest);
        Assert.Equal(["from", "to", "limit"], answer.Body!["errors"]!.AsObject().Select(e => e.Key));
    }

    [Theory]
    [InlineData("runs", "{}", "date")]
    [InlineData("runs", "{\"date\":null}", "date")]
    [InlineData("runs", "{\"date\":\"2024-13-01\"}", "date")]
    [InlineData("runs", "{\"date\":\"14/05/2024\"}", "date")]
    [InlineData("runs", "{\"date\":20240514}", "date")]
    [InlineData("runs", "{\"date\":\"0001-01-01\"}", "date")]
    [InlineData("runs", "{\"date\":\"9999-12-31\"}", "date")]
    [InlineData("runs", "{" + Today + ",\"masters\":[\"NADIE\"]}", "masters")]
    [InlineData("runs", "{" + Today + ",\"masters\":[null]}", "masters")]
    [InlineData("runs", "{" + Today + ",\"masters\":[]}", "masters")]
    [InlineData("runs", "{" + Today + ",\"masters\":\"XCADENA\"}", "masters")]
    [InlineData("runs", "{" + Today + ",\"masters\":[\"XCADENA'; DROP TABLE run; --\"]}", "masters")]
    [InlineData("runs", "{" + Today + ",\"dryRun\":\"true\"}", "dryRun")]
    [InlineData("runs", "{" + Today + ",\"dryRn\":true}", "dryRn")]
    [InlineData("runs", "{" + Today + "," + Today + "}", "date")]
    [InlineData("runs", "{" + Today + ",\"reason\":\"a\\u0000b\"}", "reason")]
    [InlineData("runs", "{" + Today + ",\"reason\":\"\\ud800\"}", "reason")]
    [InlineData("runs", "{" + Today + ",\"rollback\":true}", "reason")]
    [InlineData("runs", "{" + Today, "body")]
    [InlineData("runs", "[]", "body")]
    [InlineData("runs", "null", "body")]
    [InlineData("runs", "", "body")]
    [InlineData("files/reprocess", "{\"fileIds\":[]}", "fileIds")]
    [InlineData("files/reprocess", "{\"fileIds\":[\"1\"]}", "fileIds[0]")]
    [InlineData("files/reprocess", "{\"fileIds\":[1.5]}", "fileIds[0]")]
    [InlineData("files/reprocess", "{\"reason\":\"x\"}", "fileIds")]
    [InlineData("deliveries", "{}", "target")]
    [InlineData("deliveries", "{\"target\":\"marte\"}", "target")]
    [InlineData("deliveries", "{\"target\":\"kafka\",\"master\":\"NADIE\"}", "master")]
    [InlineData("deliveries/replay", "{\"target\":\"kafka\",\"runId\":1,\"since\":\"2024-05-14\"}", "body")]
    [InlineData("deliveries/replay", "{\"target\":\"kafka\",\"fromVersion\":-1}", "fromVersion")]
    public async Task A_body_that_is_not_valid_is_refused_by_name_and_nothing_is_done(string path, string body, string name)
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Administrator);
        var before = await CountAsync();

        var answer = await program.PostAsync(path, body);

        answer.AssertProblem(HttpStatusCode.BadRequest);
        Assert.True(answer.ErrorOf(name) is not null, answer.Body!.ToJsonString());
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task A_reason_that_is_too_long_and_too_many_files_are_refused()
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Operator);
        var before = await CountAsync();

        var text = await program.PostAsync("runs", $$"""{"date":"2024-05-14","reason":"{{LongText}}"}""");
        text.AssertProblem(HttpStatusCode.BadRequest);
        Assert.Contains("500", text.ErrorOf("reason"), StringComparison.Ordinal);
        var files = await program.PostAsync("files/reprocess", $$"""{"fileIds":[{{string.Join(',', Enumerable.Range(1, 501))}}]}""");
        files.AssertProblem(HttpStatusCode.BadRequest);
        Assert.Contains("500", files.ErrorOf("fileIds"), StringComparison.Ordinal);

        Assert.Equal(before, await CountAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_huge_body_is_refused_whether_or_not_it_carries_an_idempotency_key(bool withKey)
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Operator);

        var answer = await program.PostAsync(
            "runs", $$"""{"date":"2024-05-14","reason":"{{new string('x', 100_000)}}"}""", withKey ? [("Idempotency-Key", "enorme")] : []);

        answer.AssertProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Another_content_type_is_refused()
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Operator);
        using FormUrlEncodedContent form = new([KeyValuePair.Create("date", "2024-05-14")]);
        using StringContent xml = new("<date>2024-05-14</date>", Encoding.UTF8, "application/xml");

        (await program.SendAsync(HttpMethod.Post, "runs", form)).AssertProblem(HttpStatusCode.UnsupportedMediaType);
        (await program.SendAsync(HttpMethod.Post, "runs", xml)).AssertProblem(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("runs/99", "No hay ninguna ejecución 99.")]
    [InlineData("files/99", "No hay ningún archivo 99.")]
    [InlineData("runs/abc", null)]
    [InlineData("runs/99999999999999999999", null)]
    [InlineData("nada", null)]
    [InlineData("", null)]
    public async Task What_is_not_there_is_not_found(string path, string? detail)
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Reader);

        var answer = await program.GetAsync(path);

        answer.AssertProblem(HttpStatusCode.NotFound);
        Assert.Equal(detail ?? answer.Detail, answer.Detail);
    }

    [Fact]
    public async Task Actions_on_what_vanished_are_refused_and_nothing_is_done()
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Administrator);
        var runs = await CountAsync();

        (await program.PostAsync("runs/99/retry", null)).AssertProblem(HttpStatusCode.NotFound);
        (await program.PostAsync("runs/99/cancel", null)).AssertProblem(HttpStatusCode.NotFound);
        var files = await program.PostAsync("files/reprocess", """{"fileIds":[98,99,98]}""");
        files.AssertProblem(HttpStatusCode.Conflict);
        Assert.Equal(["El archivo 98 no existe.", "El archivo 99 no existe."], files.Body!["results"]!.AsArray().Select(r => (string?)r!["message"]));
        var replay = await program.PostAsync("deliveries/replay", """{"target":"kafka","runId":99}""");
        replay.AssertProblem(HttpStatusCode.Conflict);
        Assert.Equal("No hay ninguna ejecución 99.", replay.Detail);
        var off = await program.PostAsync("deliveries", """{"target":"oracle"}""");
        off.AssertProblem(HttpStatusCode.Conflict);
        Assert.Contains("Oracle está apagado", off.Detail, StringComparison.Ordinal);

        Assert.Equal(runs, await CountAsync());
    }

    [Fact]
    public async Task A_method_that_a_route_does_not_have_is_refused()
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Administrator);

        (await program.SendAsync(HttpMethod.Delete, "runs", null)).AssertProblem(HttpStatusCode.MethodNotAllowed);
        (await program.GetAsync("files/reprocess")).AssertProblem(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("con espacio")]
    [InlineData("dos,\tveces")]
    public async Task An_idempotency_key_that_is_none_is_refused(string key)
    {
        using var program = await empty.Portal.ProgramAsync(Roles.Operator);
        var before = await CountAsync();

        var answer = await program.PostAsync("runs", "{" + Today + "}", ("Idempotency-Key", key));

        answer.AssertProblem(HttpStatusCode.BadRequest);
        Assert.NotNull(answer.ErrorOf("Idempotency-Key"));
        Assert.Equal(before, await CountAsync());
    }

    /// <summary>What a request that was refused must not add to.</summary>
    private Task<string?> CountAsync() => empty.Portal.Installation.ScalarAsync<string>(
        """
        SELECT concat_ws(' ', (SELECT count(*) FROM run), (SELECT count(*) FROM dry_run),
                         (SELECT count(*) FROM audit_log WHERE result_status <> 'error' AND procedure_name <> 'entrar'))
        """);
}
