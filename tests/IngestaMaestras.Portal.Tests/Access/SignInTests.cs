using System.Net;
using System.Text.RegularExpressions;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Access;

/// <summary>Signing in and out, and what ends a session.</summary>
public sealed partial class SignInTests(PostgresFixture postgres, Chromium chromium)
{
    private const string Wanted = "una clave bien larga";

    [Fact]
    public async Task The_first_administrator_changes_his_password_before_anything_else_and_makes_accounts()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "firstadmin");
        var printed = PasswordPattern().Match(portal.Output);
        Assert.True(printed.Success, portal.Output);
        Assert.Equal("admin administrador", await portal.Installation.ScalarAsync<string>("SELECT name || ' ' || role FROM account"));
        await using var visit = await portal.VisitAsync("/errores", role: null);
        Assert.StartsWith("/entrar?volver=%2Ferrores", visit.PathAndQuery, StringComparison.Ordinal);

        await SignInAsync(visit, "admin", printed.Value);
        Assert.Equal("/cuenta", visit.PathAndQuery);
        await Expect(visit.Page.Locator(".banner")).ToContainTextAsync("cámbiela para seguir");
        await ChangeAsync(visit, printed.Value, "corta");
        // The browser itself does not send one that is too short.
        Assert.Equal("/cuenta", visit.PathAndQuery);
        await ChangeAsync(visit, "no es la actual", Wanted, sent: true);
        await Expect(visit.Results).ToContainTextAsync("La contraseña actual no es esa");
        await ChangeAsync(visit, printed.Value, Wanted, sent: true);
        await Expect(visit.Results).ToContainTextAsync("Contraseña cambiada");
        Assert.Equal("/", visit.PathAndQuery);

        await visit.GoAsync("/usuarios");
        await visit.Page.GetByText("Usuario nuevo").ClickAsync();
        await visit.Page.Locator(".panel input[name=usuario]").FillAsync("Maria.Lopez");
        await visit.Page.Locator(".panel select[name=rol]").SelectOptionAsync("operador");
        await visit.PressAsync(visit.Button("Crear"));
        var fresh = await visit.Page.Locator(".secret").TextContentAsync();
        Assert.Matches("^[a-z0-9]{4}(-[a-z0-9]{4}){3}$", fresh!);
        await visit.GoAsync("/usuarios");
        await Expect(visit.Page.Locator(".secret")).ToHaveCountAsync(0);

        await using var other = await portal.VisitAsync("/", role: null);
        await SignInAsync(other, "maria.lopez", fresh!);
        Assert.Equal("/cuenta", other.PathAndQuery);
        visit.AssertClean();
    }

    [Fact]
    public async Task Too_many_failures_lock_a_name_whether_it_exists_or_not_and_a_reset_frees_it()
    {
        await using var portal = await StartAsync("lock");
        await portal.AddAccountAsync("ana", Roles.Operator);
        using Browserless visitor = new(portal.Url);
        foreach (var name in new[] { "ana", "nadie" })
        {
            for (var failure = 1; failure <= 5; failure++)
            {
                using var answer = await visitor.SignInAsync(name, "no es esta");
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Contains(failure < 5 ? "Usuario o contraseña incorrectos" : "Demasiados intentos fallidos", await TextAsync(answer), StringComparison.Ordinal);
            }
        }

        using var locked = await visitor.SignInAsync("ana", PortalUnderTest.Password);
        Assert.Contains("Demasiados intentos fallidos", await TextAsync(locked), StringComparison.Ordinal);
        Assert.Null(visitor.Session);
        var reset = await portal.Installation.RunAsync("user", "reset", "ana", "--json");
        Assert.Equal(0, reset.ExitCode);
        using var freed = await visitor.SignInAsync("ana", JsonPassword(reset.Output));
        Assert.Equal(HttpStatusCode.Redirect, freed.StatusCode);
        Assert.Equal(
            "error 5, locked 1, succeeded 1",
            await portal.Installation.ScalarAsync<string>(
                """
                SELECT string_agg(status || ' ' || n, ', ' ORDER BY status) FROM (
                    SELECT result_status AS status, count(*) AS n FROM audit_log WHERE procedure_name = 'entrar' AND user_name = 'ana' GROUP BY 1) x
                """));
    }

    [Fact]
    public async Task A_session_ends_with_its_account_its_password_and_everywhere_at_once()
    {
        await using var portal = await StartAsync("sessions", "Portal__SessionLifetime", "08:00:00");
        foreach (var name in new[] { "uno", "dos", "tres", "cuatro" })
        {
            await portal.AddAccountAsync(name, Roles.Operator);
        }

        using var first = await SignedInAsync(portal, "uno");
        using var second = await SignedInAsync(portal, "uno");
        using (await first.PostAsync("/cuenta?handler=Everywhere", "/cuenta"))
        {
            Assert.False(await IsInAsync(first));
            Assert.False(await IsInAsync(second));
        }

        using var here = await SignedInAsync(portal, "dos");
        using var there = await SignedInAsync(portal, "dos");
        using (await here.PostAsync(
            "/cuenta?handler=Password", "/cuenta", ("actual", PortalUnderTest.Password), ("nueva", Wanted), ("repetida", Wanted)))
        {
            Assert.True(await IsInAsync(here));
            Assert.False(await IsInAsync(there));
        }

        using var disabled = await SignedInAsync(portal, "tres");
        Assert.Equal(0, (await portal.Installation.RunAsync("user", "disable", "tres")).ExitCode);
        Assert.False(await IsInAsync(disabled));

        using var demoted = await SignedInAsync(portal, "cuatro");
        await portal.Installation.ExecuteAsync("UPDATE account SET role = 'consulta' WHERE name = 'cuatro'");
        using (var refused = await demoted.PostAsync("/?handler=Resume", "/", ("alcance", "schedule")))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Contains("Su rol no permite esto", await TextAsync(refused), StringComparison.Ordinal);
        }

        // A form that was opened before the session ended does nothing, says so, and leads back.
        using var expired = await SignedInAsync(portal, "cuatro");
        await portal.Installation.ExecuteAsync("UPDATE account SET stamp = gen_random_uuid() WHERE name = 'cuatro'");
        using var late = await expired.PostAsync("/?handler=Resume", "/entrar", ("alcance", "schedule"));
        Assert.StartsWith("/entrar", late.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Contains("vencida=true", late.Headers.Location.ToString(), StringComparison.Ordinal);
        using var part = await expired.GetAsync("/?handler=Live", ("HX-Request", "true"), ("HX-Current-URL", new Uri(portal.Url, "/fechas").ToString()));
        Assert.Equal("/entrar?volver=%2Ffechas", part.Headers.GetValues("HX-Redirect").Single());
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_cookies_are_secure_and_attempts_are_counted_by_the_visitors_own_address()
    {
        await using var portal = await StartAsync("proxy", "Portal__TrustedProxies", "127.0.0.1", "Portal__SignInsPerMinute", "3");
        using Browserless visitor = new(portal.Url);
        using var page = await visitor.GetAsync(
            "/entrar", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "portal.example"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.Contains("secure", page.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("max-age=", page.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            using var answer = await visitor.SignInAsync("nadie", "no es esta");
            Assert.Equal(attempt <= 3 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_session_is_good_for_every_process_of_the_installation_and_survives_their_restart()
    {
        await using var portal = await StartAsync("keys");
        await portal.AddAccountAsync("ana", Roles.Reader);
        using var here = await SignedInAsync(portal, "ana");
        Uri other = new($"http://127.0.0.1:{FreePort.Next()}");
        await portal.StartAnotherAsync(other);

        using Browserless there = new(other);
        there.Become(here.Session!);

        Assert.True(await IsInAsync(there));
    }

    private async Task<PortalUnderTest> StartAsync(string label, params string[] settings) =>
        await PortalUnderTest.StartAsync(postgres, chromium, label, null, settings.Chunk(2).ToDictionary(s => s[0], s => s[1]));

    private static async Task<Browserless> SignedInAsync(PortalUnderTest portal, string name)
    {
        Browserless visitor = new(portal.Url);
        using var answer = await visitor.SignInAsync(name, PortalUnderTest.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    private static async Task<bool> IsInAsync(Browserless visitor)
    {
        using var answer = await visitor.GetAsync("/fechas");
        return answer.StatusCode == HttpStatusCode.OK;
    }

    private static async Task SignInAsync(Visit visit, string name, string password)
    {
        await visit.Page.GetByLabel("Usuario").FillAsync(name);
        await visit.Page.GetByLabel("Contraseña").FillAsync(password);
        await visit.PressAsync(visit.Button("Entrar"));
    }

    private static async Task ChangeAsync(Visit visit, string current, string wanted, bool sent = false)
    {
        await visit.Page.GetByLabel("Contraseña actual").FillAsync(current);
        await visit.Page.Locator("[name=nueva]").FillAsync(wanted);
        await visit.Page.Locator("[name=repetida]").FillAsync(wanted);
        if (sent)
        {
            await visit.PressAsync(visit.Button("Cambiar"));
        }
        else
        {
            await visit.Button("Cambiar").ClickAsync();
        }
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static string JsonPassword(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("password").GetString()!;

    [GeneratedRegex("(?<=contraseña )[a-z0-9]{4}(-[a-z0-9]{4}){3}", RegexOptions.CultureInvariant)]
    private static partial Regex PasswordPattern();
}
