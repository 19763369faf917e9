using System.Globalization;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Pages that can be read, heard and used by whoever is on shift: contrast, names, order, keyboard.</summary>
public sealed class AccessibilityTests(BadNight night) : IClassFixture<BadNight>
{
    private static readonly string[] Paths =
    [
        "/", "/ejecuciones", "/ejecuciones?estado=queued", "/ejecuciones/2", "/ejecuciones/3", "/errores?fecha=2024-05-14",
        "/errores?texto=nada", "/archivos?carpeta=input", "/archivos?carpeta=work", "/archivos?carpeta=processed",
        "/archivos?carpeta=error", "/fechas", "/entregas", "/fechas?hasta=2024-05-14", "/auditoria", "/salud", "/buscar?q=XCADENA", "/cuenta",
        "/usuarios", "/operaciones", "/operaciones/nueva?accion=repetir-fechas&cuales=todas&desde=2024-05-13&hasta=2024-05-14",
        "/operaciones/nueva?accion=resolver-errores&fecha=2024-05-14", "/errores/informe?maestra=XCADENA&fecha=2024-05-14", "/nada", "/errores?ejecucion=x", "/ejecuciones/2/registro", "/maestras", "/maestras/XMONEDA",
        "/maestras/XMONEDA?vista=layout", "/maestras/XMONEDA?vista=filas", "/maestras/XMONEDA?vista=cambios",
        "/errores/grupos?desde=2024-05-01&hasta=2024-05-14", "/errores/1", "/archivos/1", "/archivos/3",
        "/archivos/1/corregir", "/archivos/2/corregir", "/archivos/3/corregir", "/archivos/subir", "/maestras/XMONEDA/probar",
        "/archivos?carpeta=archived", "/mantenimiento", "/mantenimiento/informes", "/mantenimiento/informes/ahora", "/mantenimiento/reconstruccion",
        "/mantenimiento/revision", "/mantenimiento/permisos",
    ];

    [Theory]
    [InlineData(1366, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task No_page_has_a_fault_that_the_accessibility_checker_finds(int width, ColorScheme scheme)
    {
        Assert.SkipUnless(width == 390 || Long.IsOn, Long.Reason);
        var checker = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "node_modules/axe-core/axe.min.js"), TestContext.Current.CancellationToken);
        await using var visit = await night.Portal.VisitAsync("/", width, scheme: scheme, role: Roles.Administrator);
        List<string> faults = [];
        foreach (var path in Paths)
        {
            await visit.GoAsync(path);
            await OpenEverythingAsync(visit);
            await visit.Page.EvaluateAsync(checker);
            faults.AddRange((await visit.Page.EvaluateAsync<string[]>(
                """
                async () => (await axe.run()).violations.flatMap(
                  fault => fault.nodes.map(node => `${fault.id} (${fault.impact}): ${node.target} ${node.failureSummary}`))
                """)).Select(fault => $"{path} {fault}"));
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task Every_control_has_a_label_and_every_page_a_title_of_its_own()
    {
        await using var visit = await night.Portal.VisitAsync("/");
        HashSet<string> titles = [];
        foreach (var path in new[]
        {
            "/", "/ejecuciones", "/ejecuciones/2", "/errores", "/errores/grupos", "/errores/1", "/archivos", "/archivos/1", "/fechas", "/entregas",
            "/ejecuciones/2/registro", "/maestras", "/maestras/XMONEDA", "/maestras/XMONEDA?vista=filas", "/maestras/XMONEDA/probar", "/archivos/subir", "/auditoria", "/salud", "/buscar",
            "/cuenta", "/nada", "/errores?ejecucion=x",
        })
        {
            await visit.GoAsync(path);
            var nameless = await visit.Page.EvaluateAsync<string[]>(
                """
                [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
                  .filter(control => !control.labels.length && !control.getAttribute('aria-label'))
                  .concat([...document.querySelectorAll('button, summary, a')].filter(control => !control.textContent.trim()))
                  .map(control => control.outerHTML)
                """);
            Assert.Empty(nameless);
            Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
            Assert.True(titles.Add(await visit.Page.TitleAsync()), $"{path} has the title of another page");
        }
    }

    [Fact]
    public async Task Whatever_has_the_focus_shows_it()
    {
        await using var visit = await night.Portal.VisitAsync("/archivos?carpeta=error");
        var inMain = 0;
        await visit.Page.Keyboard.PressAsync("Tab");
        // After the last stop the focus leaves the page.
        while (await visit.Page.EvaluateAsync<bool>("document.activeElement !== document.body"))
        {
            var outline = await visit.Page.EvaluateAsync<string>(
                "(s => `${s.outlineStyle} ${s.outlineWidth}`)(getComputedStyle(document.activeElement))");
            Assert.Equal("solid 3px", outline);
            inMain += await visit.Page.EvaluateAsync<bool>("document.activeElement.closest('main') !== null") ? 1 : 0;
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        // The banner's button, the upload, saved filters, CSV, five folders, filters, two boxes of the selection, the trial, two
        // buttons, the file, its name, its run and its own button.
        Assert.Equal(19, inMain);
    }

    [Fact]
    public async Task One_panel_is_open_at_a_time_and_closes_when_the_reader_turns_elsewhere()
    {
        await using var visit = await night.Portal.VisitAsync("/");
        var run = visit.Page.Locator("details.panel-button", new PageLocatorOptions { HasTextString = "Ejecutar ahora" });
        var pause = visit.Page.Locator("details.panel-button", new PageLocatorOptions { HasTextString = "Mientras dure la pausa" });
        await run.Locator("summary").First.ClickAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(run.Locator("summary").First).ToBeFocusedAsync();
        await Expect(run.Locator("form")).ToBeHiddenAsync();

        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(run.Locator("form")).ToBeVisibleAsync();
        await pause.Locator("summary").ClickAsync();
        await Expect(run.Locator("form")).ToBeHiddenAsync();
        await Expect(pause.Locator("form")).ToBeVisibleAsync();
        await pause.GetByLabel("Motivo").FillAsync("sigue abierto mientras se escribe");
        await Expect(pause.Locator("form")).ToBeVisibleAsync();

        await visit.Page.Locator("h1").ClickAsync();
        await Expect(pause.Locator("form")).ToBeHiddenAsync();
        visit.AssertClean();
    }

    [Theory]
    [InlineData(1366)]
    [InlineData(390)]
    public async Task What_is_folded_up_fits_the_screen_too(int width)
    {
        Assert.SkipUnless(width == 390 || Long.IsOn, Long.Reason);
        await using var visit = await night.Portal.VisitAsync("/", width);
        foreach (var path in Paths)
        {
            await visit.GoAsync(path);
            await OpenEverythingAsync(visit);
            var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            var widest = overflow <= 0 ? "" : await visit.Page.EvaluateAsync<string>(
                """
                [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                  .slice(0, 6).map(e => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`).join(', ')
                """);
            Assert.True(overflow <= 0, string.Create(CultureInfo.InvariantCulture, $"{path} is {overflow} px wider than {width} px: {widest}"));
        }
    }

    /// <summary>What is folded up is part of the page; panels open one at a time, so the last one stays.</summary>
    private static async Task OpenEverythingAsync(Visit visit)
    {
        await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => { details.open = true; })");
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }
}
