using System.Globalization;
using System.Net;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Api;

/// <summary>A post that is sent again acts once.</summary>
public sealed class IdempotencyTests(PostgresFixture postgres, Chromium chromium)
{
    private const string Body = """{"date":"2024-05-14"}""";

    [Fact]
    public async Task The_same_key_acts_once_however_often_wherever_and_at_once()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "idempotency");
        using ApiClient program = new(portal.Url, await portal.AddKeyAsync("ana", Roles.Operator));
        (string, string) key = ("Idempotency-Key", "una-vez");

        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => program.PostAsync("runs", Body, key)));

        Assert.All(together, a => Assert.Equal(HttpStatusCode.Accepted, a.Status));
        Assert.Single(together, a => !a.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Equal("1", Assert.Single(together.Select(a => a.Body!["runId"]!.ToString()).Distinct()));
        Assert.All(together, a => Assert.Equal("/api/v1/runs/1", a.Headers["Location"]));

        // Another process on the same database knows it, too.
        Uri second = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));
        await portal.StartAnotherAsync(second);
        using ApiClient elsewhere = new(second, await portal.AddKeyAsync("ana", Roles.Operator, "otra"));
        var again = await elsewhere.PostAsync("runs", Body, key);
        Assert.Equal("true", again.Headers["Idempotent-Replayed"]);
        Assert.Equal(together[0].Body!.ToJsonString(), again.Body!.ToJsonString());

        var other = await program.PostAsync("runs", """{"date":"2024-05-15"}""", key);
        other.AssertProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run"));
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name = 'iniciar_ejecucion'"));
    }

    [Fact]
    public async Task A_key_is_its_accounts_and_its_routes_own_and_is_forgotten_after_a_day()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "idempotencyown");
        using ApiClient ana = new(portal.Url, await portal.AddKeyAsync("ana", Roles.Operator));
        using ApiClient luz = new(portal.Url, await portal.AddKeyAsync("luz", Roles.Operator));
        (string, string) key = ("Idempotency-Key", "k");

        Assert.Equal("1", (await ana.PostAsync("runs", Body, key)).Body!["runId"]!.ToString());
        // Of two who ask for the very same run one is told of the other's; this one is another.
        Assert.Equal("2", (await luz.PostAsync("runs", """{"date":"2024-05-14","force":true}""", key)).Body!["runId"]!.ToString());
        // Nothing came, which fails no file: there is nothing to retry.
        Assert.Equal("partial", await portal.Installation.RunEndedAsync());
        var retry = await ana.PostAsync("runs/1/retry", null, key);
        retry.AssertProblem(HttpStatusCode.Conflict);
        Assert.False(retry.Headers.ContainsKey("Idempotent-Replayed"));
        // A refusal is an answer, too.
        Assert.True((await ana.PostAsync("runs/1/retry", null, key)).Headers.ContainsKey("Idempotent-Replayed"));

        await portal.Installation.ExecuteAsync("UPDATE api_request SET created_at = now() - interval '25 hours'");
        Assert.Equal("3", (await ana.PostAsync("runs", Body, key)).Body!["runId"]!.ToString());
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM api_request"));
    }

    [Fact]
    public async Task What_was_not_understood_may_be_sent_again_and_what_was_interrupted_may_not()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "idempotencycut");
        using ApiClient program = new(portal.Url, await portal.AddKeyAsync("ana", Roles.Operator));
        (string, string) key = ("Idempotency-Key", "k");

        (await program.PostAsync("runs", """{"date":"2024-""", key)).AssertProblem(HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.Accepted, (await program.PostAsync("runs", Body, key)).Status);

        // As a process leaves it that is killed between its act and its answer.
        await portal.Installation.ExecuteAsync("UPDATE api_request SET status = NULL");
        var unknown = await program.PostAsync("runs", Body, key);
        unknown.AssertProblem(HttpStatusCode.Conflict);
        Assert.Equal("10", unknown.Headers["Retry-After"]);
        Assert.Contains("se interrumpió", unknown.Detail, StringComparison.Ordinal);
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run"));
    }
}
