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
        await Expect(visit.Results).ToContainTextAsync("volvió a input/XCADENA_20240514.txt");

        await FollowAsync(visit, "Inicio", "/");
        await TabToAsync(visit, "Reprocesar XCADENA_20240514.txt");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Results).ToContainTextAsync("se reprocesan en la ejecución 2");
        await FollowAsync(visit, "Ver la ejecución 2", "/ejecuciones/2");
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync(
            "correcta", new LocatorAssertionsToHaveTextOptions { IgnoreCase = true, Timeout = 60_000 });
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
