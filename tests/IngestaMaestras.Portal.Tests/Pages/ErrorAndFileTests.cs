using System.Text;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>From a group of errors to one line of one file, and what leaves the portal as a file.</summary>
public sealed class ErrorAndFileTests(BadNight night) : IClassFixture<BadNight>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_opens_into_its_rows_and_a_row_into_its_line_and_its_file()
    {
        await using var visit = await night.Portal.VisitAsync("/errores/grupos?desde=2024-05-01&hasta=2024-05-14&maestra=XCADENA");
        var group = visit.Page.Locator("tbody tr", new PageLocatorOptions { HasTextString = "PATRON_INVALIDO" });
        await Expect(group).ToContainTextAsync("71");
        await visit.PressAsync(group.GetByRole(AriaRole.Link).First);
        await Expect(visit.Page.Locator(".total")).ToHaveTextAsync("71 filas");

        // What the group stands for is in the form, folded out.
        await Expect(visit.Page.GetByLabel("Campo", new PageGetByLabelOptions { Exact = true })).ToBeVisibleAsync();
        await visit.PressAsync(visit.Page.Locator(".error-row a").First);
        await Expect(visit.Page.Locator(".ruled")).ToContainTextAsync(BadNight.HostileLine);
        await Expect(visit.Page.Locator(".ruled mark.failing")).ToHaveTextAsync("1");
        await Expect(visit.Page.Locator(".ruler")).ToContainTextAsync("0         10        20");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Se esperaba");
        await Expect(visit.Link("← Anterior")).ToHaveCountAsync(0);
        await visit.PressAsync(visit.Link("Siguiente →"));
        await Expect(visit.Page.Locator(".facts").First).ToContainTextAsync("4");
        Assert.Contains("maestra=XCADENA", visit.PathAndQuery, StringComparison.Ordinal);
        await visit.PressAsync(visit.Link("← Anterior"));
        await Expect(visit.Page.Locator(".ruled")).ToContainTextAsync(BadNight.HostileLine);

        await visit.PressAsync(visit.Link("XCADENA_20240514.txt"));
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("XCADENA_20240514.txt");
        await Expect(visit.Page.Locator(".preview tbody tr")).ToHaveCountAsync(50);
        await Expect(visit.Page.Locator(".preview tbody tr").Nth(1)).ToHaveClassAsync("tone-bad");
        await Expect(visit.Page.Locator(".preview tbody tr").Nth(2)).Not.ToHaveClassAsync("tone-bad");
        await visit.PressAsync(visit.Link("Siguientes →"));
        await Expect(visit.Page.Locator(".preview tbody th").First).ToHaveTextAsync("51");
        await visit.PressAsync(visit.Link("← Anteriores"));
        await Expect(visit.Page.Locator(".preview tbody th").First).ToHaveTextAsync("1");
        visit.AssertClean();
    }

    [Fact]
    public async Task What_is_filtered_goes_to_excel_and_a_file_goes_out_as_it_is()
    {
        await using var visit = await night.Portal.VisitAsync("/errores?fecha=2024-05-14&maestra=XCADENA");
        var list = await visit.Page.Locator("a[download]").GetAttributeAsync("href");
        using Browserless client = new(night.Portal.Url);
        client.Become(await night.Portal.SignInAsync(Roles.Reader));

        var csv = await client.GetAsync(list!);
        var bytes = await csv.Content.ReadAsByteArrayAsync(Ct);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal("errores.csv", csv.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.StartsWith("id;fecha_proceso;timestamp;error_type", lines[0], StringComparison.Ordinal);
        Assert.Equal(71 + 2, lines.Length);
        Assert.Contains(BadNight.HostileLine, lines[1], StringComparison.Ordinal);

        foreach (var other in new[] { "/errores/grupos?handler=Csv&desde=2024-05-01&hasta=2024-05-14", "/archivos?handler=Csv&carpeta=error" })
        {
            Assert.Equal(Encoding.UTF8.GetPreamble(), (await (await client.GetAsync(other)).Content.ReadAsByteArrayAsync(Ct))[..3]);
        }

        var id = await night.Portal.Installation.ScalarAsync<long>("SELECT file_id FROM file WHERE file_name = 'XCADENA_20240514.txt'");
        var file = await client.GetAsync($"/archivos/{id}/descarga");
        Assert.Equal("XCADENA_20240514.txt", file.Content.Headers.ContentDisposition!.FileName);
        Assert.Contains(BadNight.HostileLine, await file.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var rejects = await (await client.GetAsync($"/archivos/{id}/descarga?rechazos=true")).Content.ReadAsStringAsync(Ct);
        Assert.StartsWith(BadNight.HostileLine, rejects, StringComparison.Ordinal);

        var hostile = await night.Portal.Installation.ScalarAsync<long>("SELECT file_id FROM file WHERE maestra IS NULL");
        var named = await client.GetAsync($"/archivos/{hostile}/descarga");
        Assert.Equal(200, (int)named.StatusCode);
        Assert.Equal(BadNight.HostileName, named.Content.Headers.ContentDisposition!.FileNameStar);
        foreach (var (path, status) in new[]
        {
            ("/archivos/999999", 404), ("/archivos/999999/descarga", 404), ("/archivos/abc", 404), ($"/archivos/{id}?byte=-1", 400),
            ($"/archivos/{id}?byte=x", 400), ($"/archivos/{id}?byte=999999999999", 200), ("/errores/999999", 404), ("/errores/x", 404),
            ("/errores?desde=2024-05-02&hasta=2024-05-01", 400), ("/errores?estado=nada", 400), ("/archivos?resultado=nada", 400),
            ("/errores/grupos?desde=0001-01-01&hasta=0001-01-02", 200), ("/errores/grupos?orden=x", 400), ("/filtros", 404),
        })
        {
            Assert.Equal((path, status), (path, (int)(await client.GetAsync(path)).StatusCode));
        }
    }

    [Fact]
    public async Task A_filter_is_saved_under_a_name_found_again_and_forgotten()
    {
        await using var visit = await night.Portal.VisitAsync("/errores?fecha=2024-05-14&maestra=XCADENA&sobra=1");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Filtros guardados" }).ClickAsync();
        await visit.Page.GetByLabel("Guardar lo que se ve como").FillAsync("Cadenas <b>");
        await visit.Page.GetByLabel("Que lo vean todos").CheckAsync();
        await visit.PressAsync(visit.Button("Guardar filtro"));
        await Expect(visit.Results).ToContainTextAsync("«Cadenas <b>» queda guardado y lo ven todos");

        await visit.GoAsync("/errores?fecha=2024-05-13");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Filtros guardados" }).ClickAsync();
        await visit.PressAsync(visit.Link("Cadenas <b>"));
        Assert.Equal("/errores?fecha=2024-05-14&maestra=XCADENA", visit.PathAndQuery);

        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Filtros guardados" }).ClickAsync();
        await visit.PressAsync(visit.Button("Borrar Cadenas <b>"));
        await Expect(visit.Results).ToContainTextAsync("queda borrado");

        // Who may only look keeps filters for himself.
        using Browserless reader = new(night.Portal.Url);
        reader.Become(await night.Portal.SignInAsync(Roles.Reader));
        (string, string)[] filter = [("pagina", "/errores"), ("consulta", "?maestra=XCADENA&sobra=1"), ("nombre", "mío")];
        Assert.Equal(403, (int)(await reader.PostAsync("/filtros?handler=Save", "/errores", [.. filter, ("compartido", "true")])).StatusCode);
        Assert.Equal(302, (int)(await reader.PostAsync("/filtros?handler=Save", "/errores", filter)).StatusCode);
        Assert.Equal(400, (int)(await reader.PostAsync("/filtros?handler=Save", "/errores", ("pagina", "//mal.co"))).StatusCode);
        Assert.Equal(
            "maestra=XCADENA consulta false",
            await night.Portal.Installation.ScalarAsync<string>("SELECT query || ' ' || owner || ' ' || shared FROM saved_filter"));
        visit.AssertClean();
    }
}
