using System.Net;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>A portal where nothing has happened yet, and addresses that lead nowhere.</summary>
public sealed class EmptyPortalTests(EmptyPortal empty) : IClassFixture<EmptyPortal>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/ejecuciones")]
    [InlineData("/errores")]
    [InlineData("/archivos?carpeta=input")]
    [InlineData("/archivos?carpeta=work")]
    [InlineData("/archivos?carpeta=processed")]
    [InlineData("/archivos?carpeta=error")]
    [InlineData("/fechas")]
    public async Task A_page_without_content_says_why_and_what_to_do(string path)
    {
        await using var visit = await empty.Portal.VisitAsync(path);

        Assert.Equal(200, visit.Response.Status);
        await Expect(visit.Page.Locator(".empty").First).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Theory]
    [InlineData("/ejecuciones/99", 404, "La ejecución 99 no existe.")]
    [InlineData("/ejecuciones/99?handler=Live", 404, "La ejecución 99 no existe.")]
    [InlineData("/ejecuciones/noventa", 404, "La dirección no lleva a ninguna página")]
    [InlineData("/nada", 404, "La dirección no lleva a ninguna página")]
    [InlineData("/error?codigo=500", 404, "La dirección no lleva a ninguna página")]
    [InlineData("/archivos?carpeta=../etc", 404, "La carpeta «../etc» no existe")]
    [InlineData("/archivos?antes=ayer", 400, "«ayer» no es un valor válido para «antes»")]
    [InlineData("/ejecuciones?desde=2026-13-45", 400, "«2026-13-45» no es un valor válido para «desde»")]
    [InlineData("/errores?ejecucion=12x", 400, "«12x» no es un valor válido para «ejecucion»")]
    [InlineData("/errores?antes=9999999999999999999-1", 400, "no es un valor válido para «antes»")]
    [InlineData("/fechas?antes=%3Cb%3E", 400, "«<b>» no es un valor válido para «antes»")]
    public async Task An_address_that_leads_nowhere_is_answered_in_a_sentence_with_its_status(string path, int status, string sentence)
    {
        await using var visit = await empty.Portal.VisitAsync(path);

        Assert.Equal(status, visit.Response.Status);
        await visit.SeeAsync(sentence);
        await Expect(visit.Link("Ir a Inicio")).ToBeVisibleAsync();
        Assert.DoesNotContain("   at ", await visit.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_called_well_before_anything_has_run()
    {
        await using var visit = await empty.Portal.VisitAsync("/");
        await visit.SeeAsync("todavía no ha habido ninguna ejecución");
        await Expect(visit.Page.Locator(".all-well")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using HttpClient client = new();
        client.DefaultRequestHeaders.Add("Cookie", $"{PortalUnderTest.SessionCookie}={await empty.Portal.SignInAsync(Roles.Operator)}");
        using FormUrlEncodedContent form = new([new("alcance", "schedule"), new("motivo", "porque sí")]);

        using var response = await client.PostAsync(new Uri(empty.Portal.Url, "/?handler=Pause"), form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("el formulario caducó", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await empty.Portal.Installation.ScalarAsync<long>("SELECT count(*) FROM pause"));
    }

    [Fact]
    public async Task Keyboard_users_reach_the_content_first()
    {
        await using var visit = await empty.Portal.VisitAsync("/");
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Link("Ir al contenido")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Page.Locator("summary", new() { HasTextString = "Ejecutar ahora" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task No_page_may_run_what_is_not_the_portals_own()
    {
        await using var visit = await empty.Portal.VisitAsync("/");
        var policy = (await visit.Response.AllHeadersAsync())["content-security-policy"];
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(0, await visit.Page.Locator("[style], style, script:not([src])").CountAsync());
    }
}
