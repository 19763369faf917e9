using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Access;

/// <summary>Signing in through an identity provider.</summary>
public sealed class ExternalSignInTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task The_providers_groups_decide_the_role_at_every_sign_in_and_the_account_can_be_disabled_here()
    {
        await using var provider = await IdentityProvider.StartAsync();
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "oidc", null, provider.Settings);
        provider.User = ("7f3a", "Maria.Lopez", ["otros", "mdm-turno"]);

        await using var visit = await SignInAsync(portal);
        await Expect(visit.Page.Locator(".account summary")).ToContainTextAsync("maria.lopez");
        Assert.Equal("/fechas", visit.PathAndQuery);
        Assert.Equal("operador", await RoleAsync(portal, "maria.lopez"));
        await visit.GoAsync("/cuenta");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("su contraseña se cambia allí");

        provider.User = ("7f3a", "Maria.Lopez", ["mdm-lectura"]);
        await using (await SignInAsync(portal))
        {
            Assert.Equal("consulta", await RoleAsync(portal, "maria.lopez"));
        }

        // The first session is that of the same account: it may no more than the account may now.
        await visit.GoAsync("/");
        await Expect(visit.Page.Locator("summary", new() { HasTextString = "Ejecutar ahora" })).ToHaveCountAsync(0);

        provider.User = ("9999", "Maria.Lopez", ["mdm-admin"]);
        await RefusedAsync(portal, "Ya hay una cuenta local con su nombre");
        provider.User = ("1234", "pedro", ["otros"]);
        await RefusedAsync(portal, "no tiene ningún rol");
        provider.User = ("7f3a", "Maria.Lopez", ["mdm-turno"]);
        Assert.Equal(0, (await portal.Installation.RunAsync("user", "disable", "maria.lopez")).ExitCode);
        await RefusedAsync(portal, "está desactivada");
        Assert.Equal(
            1L, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM account WHERE external_id IS NOT NULL"));
    }

    private static async Task<Visit> SignInAsync(PortalUnderTest portal)
    {
        var visit = await portal.VisitAsync("/fechas", role: null);
        await visit.Page.GetByText("Entrar con cuenta corporativa").ClickAsync();
        // Having arrived is enough: the event of a page that is loaded may be over before somebody waits for it.
        await visit.Page.WaitForURLAsync(
            u => u.StartsWith(portal.Url.ToString(), StringComparison.Ordinal) && !u.Contains("/oidc", StringComparison.Ordinal) && !u.Contains("/entrar?volver", StringComparison.Ordinal),
            new Microsoft.Playwright.PageWaitForURLOptions { WaitUntil = Microsoft.Playwright.WaitUntilState.Commit });
        return visit;
    }

    private static async Task RefusedAsync(PortalUnderTest portal, string why)
    {
        await using var visit = await SignInAsync(portal);
        await Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync(why);
    }

    private static Task<string?> RoleAsync(PortalUnderTest portal, string name) =>
        portal.Installation.ScalarAsync<string>($"SELECT role FROM account WHERE name = '{name}'");
}
