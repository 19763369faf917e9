using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>The way from a broken file to a green date, for hands that stay on the keyboard.</summary>
public sealed class KeyboardJourneyTests(PostgresFixture postgres, Chromium chromium)
{
    /// <summary>More stops than any of these pages has.</summary>
    private const int MaxStops = 80;

    [Fact]
    public async Task A_failed_file_is_understood_sent_back_and_reprocessed_with_the_keyboard_alone()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "keyboard");
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await portal.RunAsync();
        await using var visit = await portal.VisitAsync("/");

        await FollowAsync(visit, "XCADENA_20240514.txt", "/ejecuciones/1");
        await FollowAsync(visit, "PATRON_INVALIDO", "/errores");
        await TabToAsync(visit, "Línea 1 tal como llegó");

        portal.WriteGoodChains("error/2024-05-14");
        await FollowAsync(visit, "Archivos", "/archivos");
        await TabToAsync(visit, "Seleccionar XCADENA_20240514.txt");
        await visit.Page.Keyboard.PressAsync("Space");
        await Expect(visit.Page.Locator("[data-selected]")).ToHaveTextAsync("Seleccionados: 1");
        await TabToAsync(visit, "Devolver a input", "Shift+Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Devolver archivos a input");
        await TabToAsync(visit, "Devolver a input");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.SeeAsync("volvió a input/XCADENA_20240514.txt");

        await FollowAsync(visit, "Inicio", "/");
        await TabToAsync(visit, "Reprocesar XCADENA_20240514.txt");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Results).ToContainTextAsync("se reprocesan en la ejecución 2");
        await FollowAsync(visit, "Ver la ejecución 2", "/ejecuciones/2");
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync(
            "correcta", new LocatorAssertionsToHaveTextOptions { IgnoreCase = true, Timeout = 60_000 });
        visit.AssertClean();
    }

    [Fact]
    public async Task From_sign_in_to_an_errors_detail_without_a_mouse()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "keys");
        portal.WriteBrokenChains();
        await portal.RunAsync();
        await portal.Installation.ExecuteAsync("UPDATE error_log SET fecha_proceso = CURRENT_DATE");
        await portal.AddAccountAsync("ana", Roles.Reader);
        await using var visit = await portal.VisitAsync("/", role: null);
        var keyboard = visit.Page.Keyboard;

        // The page begins in the first field.
        await keyboard.TypeAsync("ana");
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync(PortalUnderTest.Password);
        await keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await keyboard.PressAsync("?");
        await Expect(visit.Page.Locator("#teclas")).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(visit.Page.Locator("#teclas")).ToBeHiddenAsync();

        await keyboard.PressAsync("/");
        await keyboard.TypeAsync("PATRON");
        await keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/buscar");
        // Letters typed into the search were letters.
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("«PATRON»");
        await Expect(visit.Page.Locator("#errores")).ToBeVisibleAsync();
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("k");
        await keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath.StartsWith("/errores/", StringComparison.Ordinal));
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("PATRON_INVALIDO");
        visit.AssertClean();
    }

    /// <summary>From the top of the page to a link, and through it.</summary>
    private static async Task FollowAsync(Visit visit, string name, string path)
    {
        await TabToAsync(visit, name);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == path);
    }

    private static async Task TabToAsync(Visit visit, string name, string key = "Tab")
    {
        for (var stop = 0; stop < MaxStops; stop++)
        {
            await visit.Page.Keyboard.PressAsync(key);
            var focused = await visit.Page.EvaluateAsync<string>(
                "(e => (e.getAttribute('aria-label') || e.textContent).replace(/\\s+/g, ' ').trim())(document.activeElement)");
            if (focused.StartsWith(name, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The keyboard does not reach '{name}' on {visit.PathAndQuery}.");
    }
}
