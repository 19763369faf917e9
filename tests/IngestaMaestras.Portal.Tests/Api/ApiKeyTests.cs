using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Api.Support;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Api;

/// <summary>How keys are made, shown once, used and stopped.</summary>
public sealed partial class ApiKeyTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task A_key_is_shown_once_works_as_its_account_and_stops_when_it_is_revoked()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "apikey");
        using Browserless owner = new(portal.Url);
        owner.Become(await portal.SignInAsync(Roles.Reader));

        using (await owner.PostAsync("/cuenta?handler=Key", "/cuenta", ("nombre", "informe <b>diario</b>"), ("vence", "2099-12-31")))
        {
        }

        var shown = await TextAsync(owner, "/cuenta");
        var key = KeyPattern().Match(shown).Value;
        Assert.Equal(44, key.Length);
        Assert.Contains("informe &lt;b&gt;diario&lt;/b&gt;", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(key, await TextAsync(owner, "/cuenta"), StringComparison.Ordinal);
        Assert.DoesNotContain(key, portal.Output, StringComparison.Ordinal);
        // Nowhere in the database, whole; only by its hash and its first letters.
        Assert.False(await portal.Installation.ScalarAsync<bool>(
            $"SELECT EXISTS (SELECT 1 FROM api_key k WHERE k::text LIKE '%{key}%') OR EXISTS (SELECT 1 FROM audit_log a WHERE a::text LIKE '%{key}%')"));
        Assert.Equal(
            key[..12] + " 2100-01-01 00:00:00-05",
            await portal.Installation.ScalarAsync<string>("SELECT prefix || ' ' || (expires_at AT TIME ZONE 'America/Bogota')::text || '-05' FROM api_key"));

        using ApiClient program = new(portal.Url, key);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("runs")).Status);
        (await program.PostAsync("runs", """{"date":"2024-05-14"}""")).AssertProblem(HttpStatusCode.Forbidden);
        Assert.True(await portal.Installation.ScalarAsync<bool>("SELECT last_used_at > now() - interval '1 minute' FROM api_key"));
        Assert.Contains("activa", await TextAsync(owner, "/cuenta"), StringComparison.Ordinal);

        // Keys are good for the API alone.
        using var page = await owner.GetAsync("/cuenta");
        using HttpClient plain = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = portal.Url };
        plain.DefaultRequestHeaders.Authorization = new("Bearer", key);
        foreach (var path in new[] { "/", "/errores", "/hangfire" })
        {
            using var turnedAway = await plain.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, turnedAway.StatusCode);
        }

        // And sessions for pages alone.
        using var withCookie = await owner.GetAsync("/api/v1/runs");
        Assert.Equal(HttpStatusCode.Unauthorized, withCookie.StatusCode);

        // Nobody else revokes it, except an administrator.
        using Browserless other = new(portal.Url);
        other.Become(await portal.SignInAsync(Roles.Operator));
        using (await other.PostAsync("/cuenta?handler=RevokeKey", "/cuenta", ("clave", "1")))
        {
        }

        Assert.Contains("No hay ninguna clave con el número 1.", await TextAsync(other, "/cuenta"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("runs")).Status);
        using Browserless administrator = new(portal.Url);
        administrator.Become(await portal.SignInAsync(Roles.Administrator));
        Assert.Contains(key[..12], await TextAsync(administrator, "/usuarios"), StringComparison.Ordinal);
        using (await administrator.PostAsync("/usuarios?handler=RevokeKey", "/usuarios", ("clave", "1")))
        {
        }

        (await program.GetAsync("runs")).AssertProblem(HttpStatusCode.Unauthorized);
        Assert.Contains("revocada", await TextAsync(owner, "/cuenta"), StringComparison.Ordinal);
        Assert.Equal(
            [
                "clave_api_crear consulta succeeded", "clave_api_revocar operador error", "clave_api_revocar administrador succeeded",
                "entrar_api consulta error",
            ],
            (await portal.Installation.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', procedure_name, user_name, result_status), ',' ORDER BY id) FROM audit_log
                 WHERE procedure_name LIKE 'clave_api%' OR procedure_name = 'entrar_api'
                """))!.Split(','));
    }

    [Fact]
    public async Task A_key_that_is_expired_or_whose_account_is_disabled_or_has_another_role_is_answered_at_once()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "apikeyend");
        using ApiClient expired = new(portal.Url, await portal.AddKeyAsync("uno", Roles.Operator, more: ("expires_at", "now()")));
        (await expired.GetAsync("runs")).AssertProblem(HttpStatusCode.Unauthorized);

        using ApiClient disabled = new(portal.Url, await portal.AddKeyAsync("dos", Roles.Operator));
        Assert.Equal(HttpStatusCode.OK, (await disabled.GetAsync("runs")).Status);
        await portal.Installation.ExecuteAsync("UPDATE account SET disabled_at = now() WHERE name = 'dos'");
        (await disabled.GetAsync("runs")).AssertProblem(HttpStatusCode.Unauthorized);

        using ApiClient demoted = new(portal.Url, await portal.AddKeyAsync("tres", Roles.Operator));
        await portal.Installation.ExecuteAsync("UPDATE account SET role = 'consulta' WHERE name = 'tres'");
        (await demoted.PostAsync("runs", """{"date":"2024-05-14"}""")).AssertProblem(HttpStatusCode.Forbidden);

        using ApiClient mustChange = new(portal.Url, await portal.AddKeyAsync("cuatro", Roles.Operator));
        await portal.Installation.ExecuteAsync("UPDATE account SET must_change = true WHERE name = 'cuatro'");
        var refused = await mustChange.GetAsync("runs");
        refused.AssertProblem(HttpStatusCode.Forbidden);
        Assert.Contains("hay que cambiarla", refused.Detail, StringComparison.Ordinal);

        Assert.Equal(
            "uno expired, dos disabled",
            await portal.Installation.ScalarAsync<string>(
                "SELECT string_agg(user_name || ' ' || (parameters ->> 'reason'), ', ' ORDER BY id) FROM audit_log WHERE procedure_name = 'entrar_api'"));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run"));
    }

    [Fact]
    public async Task Too_many_bad_keys_are_told_so_and_hinder_no_good_one()
    {
        await using var portal = await PortalUnderTest.StartAsync(
            postgres, chromium, "apikeyrate", null, new Dictionary<string, string> { ["Portal__SignInsPerMinute"] = "3" });
        using ApiClient good = new(portal.Url, await portal.AddKeyAsync("ana", Roles.Reader));
        using ApiClient bad = new(portal.Url, ApiKeyText.Generate());
        using ApiClient nobody = new(portal.Url, null);

        var challenged = await nobody.GetAsync("runs");
        challenged.AssertProblem(HttpStatusCode.Unauthorized);
        Assert.StartsWith("Bearer", challenged.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var refused = await bad.GetAsync("runs");
            refused.AssertProblem(HttpStatusCode.Unauthorized);
            Assert.Contains("invalid_token", refused.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        }

        var limited = await bad.GetAsync("runs");
        limited.AssertProblem(HttpStatusCode.TooManyRequests);
        Assert.Equal("60", limited.Headers["Retry-After"]);
        Assert.Equal(HttpStatusCode.OK, (await good.GetAsync("runs")).Status);
        // What was too many fills no audit trail.
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name = 'entrar_api'"));
    }

    [Fact]
    public async Task Keys_have_limits_and_the_command_line_makes_lists_and_revokes_them()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "apikeyverbs");
        await portal.AddAccountAsync("ana", Roles.Operator);
        await portal.AddAccountAsync("nueva", Roles.Operator, mustChange: true);

        var added = await portal.Installation.RunAsync("user", "key", "add", "ana", "--name", "cron");
        Assert.Equal(0, added.ExitCode);
        var key = added.Output.Trim();
        Assert.Matches(KeyPattern(), key);
        using ApiClient program = new(portal.Url, key);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("runs")).Status);
        foreach (var (arguments, text) in new (string[], string)[]
        {
            (["ana", "--name", "CRON"], "ya tiene una clave activa"),
            (["ana", "--name", " "], "de 1 a 64 caracteres"),
            (["ana", "--name", "vieja", "--last-day", "2020-01-01"], "ya pasó"),
            (["nadie", "--name", "x"], "No hay ninguna cuenta"),
            (["nueva", "--name", "x"], "cambiar antes su contraseña"),
            (["ana", "--name", "x", "--last-day", "mañana"], "no es una fecha"),
        })
        {
            var refused = await portal.Installation.RunAsync(["user", "key", "add", .. arguments]);
            Assert.True(refused.ExitCode == 2 && refused.Error.Contains(text, StringComparison.Ordinal), $"{string.Join(' ', arguments)}: {refused.ExitCode} {refused.Error}");
        }

        var list = await portal.Installation.RunAsync("user", "key", "list", "--account", "ana", "--json");
        var listed = Assert.Single(JsonNode.Parse(list.Output)!.AsArray())!;
        Assert.Equal("cron", (string?)listed["name"]);
        Assert.True((bool)listed["is_active"]!);
        Assert.DoesNotContain(key, list.Output, StringComparison.Ordinal);

        var revoked = await portal.Installation.RunAsync("user", "key", "revoke", listed["key_id"]!.ToString());
        Assert.Equal(0, revoked.ExitCode);
        (await program.GetAsync("runs")).AssertProblem(HttpStatusCode.Unauthorized);
        Assert.Equal(2, (await portal.Installation.RunAsync("user", "key", "revoke", listed["key_id"]!.ToString())).ExitCode);
        // The name is free again.
        Assert.Equal(0, (await portal.Installation.RunAsync("user", "key", "add", "ana", "--name", "cron", "--json")).ExitCode);
    }

    [Fact]
    public async Task An_account_has_so_many_active_keys_and_no_more()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "apikeymany");
        using Browserless owner = new(portal.Url);
        owner.Become(await portal.SignInAsync(Roles.Reader));
        await portal.Installation.ExecuteAsync(
            $"INSERT INTO api_key (account_id, name, hash, prefix, created_by) SELECT account_id, 'k' || n, sha256(n::text::bytea), 'ing_', 'prueba' FROM account, generate_series(1, {ApiKeyOperations.MaxPerAccount}) n WHERE name = 'consulta'");

        using (await owner.PostAsync("/cuenta?handler=Key", "/cuenta", ("nombre", "otra")))
        {
        }

        var page = await TextAsync(owner, "/cuenta");
        Assert.Contains("ya tiene 20 claves activas", page, StringComparison.Ordinal);
        Assert.Empty(KeyPattern().Matches(page));
        using (await owner.PostAsync("/cuenta?handler=Key", "/cuenta", ("nombre", "otra"), ("vence", "2020-01-01")))
        {
        }

        Assert.Contains("ya pasó", await TextAsync(owner, "/cuenta"), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(Browserless visitor, string path)
    {
        using var page = await visitor.GetAsync(path);
        return await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("ing_[A-Za-z0-9]{40}")]
    private static partial Regex KeyPattern();
}
