using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Pages for the day when something is missing.</summary>
public sealed class EmergencyPageTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task A_file_is_found_by_name_contents_and_key_with_all_that_happened_to_it_and_its_date_gets_the_root_cause()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "trace");
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await portal.RunAsync();
        var processed = Path.Combine(portal.Root, "processed", PortalUnderTest.Date, $"XMONEDA_{PortalUnderTest.CompactDate}.txt");
        var hash = await FileHash.ComputeAsync(processed, TestContext.Current.CancellationToken);

        await using var visit = await portal.VisitAsync("/buscar");
        foreach (var text in new[] { "XMONEDA_", hash, "2" })
        {
            await visit.GoAsync("/buscar/rastro?q=" + text);
            var trace = visit.Page.Locator(".trace", new() { HasText = "XMONEDA_" }).First;
            await Expect(trace).ToContainTextAsync("está ahí");
            await Expect(trace.Locator(".trace-events > li").First).ToContainTextAsync("Llegó");
            await Expect(trace).ToContainTextAsync("Paso: Cargar");
            await Expect(trace).ToContainTextAsync("Terminó");
        }

        await Expect(visit.Page.Locator("section", new() { HasText = "Claves" }).First).ToContainTextAsync("línea 2");
        // In an archive it is there as well, and checked.
        Assert.Equal(0, (await portal.Installation.RunAsync("maintenance", "run", "archivo-historico")).ExitCode);
        Assert.False(File.Exists(processed));
        await visit.GoAsync("/buscar/rastro?q=XMONEDA");
        await Expect(visit.Page.Locator(".trace .facts")).ToContainTextAsync("archived/2024-05.zip");
        await Expect(visit.Page.Locator(".trace .facts .badge")).ToHaveTextAsync("está ahí");
        File.Delete(Path.Combine(portal.Root, "archive", "2024-05.zip"));
        await visit.GoAsync("/buscar/rastro?q=XMONEDA");
        await Expect(visit.Page.Locator(".trace").First).ToContainTextAsync("no está ahí");
        await visit.GoAsync("/buscar/rastro?q=XNADA");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Ningún archivo ni clave así pasó por aquí");

        await visit.GoAsync($"/fechas?hasta={PortalUnderTest.Date}");
        await visit.Page.Locator($"#incidente-{PortalUnderTest.Date} summary").ClickAsync();
        await visit.Page.Locator($"#incidente-{PortalUnderTest.Date} input[name=causa]").FillAsync("El ERP envió letras donde van dígitos");
        await visit.Page.Locator($"#incidente-{PortalUnderTest.Date} input[name=ticket]").FillAsync("https://tickets.example/42");
        await visit.Page.Locator($"#incidente-{PortalUnderTest.Date} button").ClickAsync();
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Incidente anotado");
        await Expect(visit.Page.Locator(".note-item")).ToContainTextAsync("El ERP envió letras donde van dígitos");
        visit.AssertClean();
        Assert.Equal(1, await portal.Installation.ScalarAsync<int>("SELECT count(*) FROM audit_log WHERE procedure_name = 'anotar_fecha' AND parameters->>'fecha_proceso' = '2024-05-14'"));
    }

    [Fact]
    public async Task Topics_and_drills_are_shown_as_far_as_there_is_something_to_show()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "topics");
        portal.WriteGoodCurrencies();
        await portal.RunAsync();
        await Eventually.TrueAsync(() => portal.Installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM delivery WHERE watermark > 0)"));
        var drills = Directory.CreateDirectory(Path.Combine(portal.Root, "drills")).FullName;
        await File.WriteAllTextAsync(Path.Combine(drills, "simulacro-20261101-060000.md"), "# Simulacro", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(drills, "simulacro-20261101-060000.json"),
            """
            {"started_at":"2026-11-01T11:00:00Z","ended_at":"2026-11-01T11:01:00Z","backup":"ingesta-20261101-050000.dump","backup_taken_at":"2026-11-01T10:00:00Z",
             "hub_identity":"1/ingesta","program_version":"1","parts":[{"name":"respaldo","title":"El último respaldo se restaura","outcome":"failed","summary":"No se pudo <b>leer</b>.","details":["uno"],"seconds":1}]}
            """,
            TestContext.Current.CancellationToken);

        await using var visit = await portal.VisitAsync("/entregas/topicos", role: Roles.Administrator);
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("masterdata.erp.moneda");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("El clúster no dice los ajustes de los tópicos");
        await visit.GoAsync("/mantenimiento/simulacros");
        await Expect(visit.Page.Locator(".drill-part")).ToContainTextAsync("No se pudo <b>leer</b>.");
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("con error");
        visit.AssertClean();
        using Browserless browser = new(portal.Url);
        browser.Become(await portal.SignInAsync(Roles.Reader));
        using var file = await browser.GetAsync("/mantenimiento/simulacros?handler=File&informe=simulacro-20261101-060000");
        Assert.Equal("# Simulacro", await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var other = await browser.GetAsync("/mantenimiento/simulacros?handler=File&informe=../postgres&json=true");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, other.StatusCode);
        using var command = System.Text.Json.JsonDocument.Parse((await portal.Installation.RunAsync("targets", "topics", "--json")).Output);
        Assert.Contains(command.RootElement.GetProperty("topics").EnumerateArray(), t => t.GetProperty("topic").GetString() == "masterdata.erp.moneda");
        var relieved = await portal.Installation.RunAsync("targets", "relieve", "--reason", "prueba", "--yes");
        Assert.Equal(1, relieved.ExitCode);
        Assert.Contains("No hay nada que cambiar.", relieved.Error, StringComparison.Ordinal);
    }
}
