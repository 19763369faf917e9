using System.Globalization;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>What pages show of a night on which everything went wrong.</summary>
public sealed class PageTests(BadNight night) : IClassFixture<BadNight>
{
    private static readonly string[] Paths =
    [
        "/", "/ejecuciones", "/ejecuciones?estado=held&origen=operator", "/errores", "/errores?fecha=2024-05-14", "/errores?ejecucion=2",
        "/archivos?carpeta=input", "/archivos?carpeta=work", "/archivos?carpeta=processed", "/archivos?carpeta=error", "/fechas", "/entregas",
        "/errores/grupos", "/errores/grupos?desde=2024-05-01&hasta=2024-05-14", "/errores/1", "/archivos/1", "/archivos/3?byte=10",
        "/fechas?hasta=2024-05-14", "/ejecuciones/1", "/ejecuciones/2", "/ejecuciones/3", "/ejecuciones/2/registro",
        "/ejecuciones/2/registro?nivel=warning&linea=5", "/ejecuciones?orden=fecha&maestra=XMONEDA", "/maestras", "/maestras/XCADENA", "/maestras/XMONEDA?vista=layout",
        "/maestras/XMONEDA?vista=filas", "/maestras/XMONEDA?vista=filas&texto=moneda", "/maestras/XMONEDA?vista=cambios", "/auditoria",
        "/auditoria?usuario=sistema&resultado=held", "/salud", "/buscar", "/buscar?q=XCADENA", "/buscar?q=zzz", "/cuenta", "/fechas?mes=2024-05", "/hangfire",
    ];

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Every_page_shows_it_whole_without_a_word_on_the_console_or_to_another_machine(int width)
    {
        // Narrow pages are measured with everything unfolded, by the tests of accessibility.
        Assert.SkipUnless(width > 390 || Long.IsOn, Long.Reason);
        await using var visit = await night.Portal.VisitAsync("/", width);
        foreach (var path in Paths)
        {
            await visit.GoAsync(path);
            Assert.True(visit.Response.Status == 200, $"{path}: {visit.Response.Status}");
            if (path != "/hangfire")
            {
                var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                Assert.True(overflow <= 0, string.Create(CultureInfo.InvariantCulture, $"{path} is {overflow} px wider than {width} px"));
                Assert.Equal(0, await visit.Page.Locator("main img, main script, main b:text('mantenimiento')").CountAsync());
            }
        }

        visit.AssertClean();
    }

    [Fact]
    public async Task Whoever_only_looks_is_offered_nothing_to_do()
    {
        await using var visit = await night.Portal.VisitAsync("/", role: Roles.Reader);
        // Every page of the menu, and what opens from it.
        var menu = await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('header nav a')].map(a => a.getAttribute('href'))");
        Assert.Superset(
            new HashSet<string> { "/ejecuciones", "/errores", "/archivos", "/fechas", "/maestras", "/entregas", "/auditoria", "/salud" }, menu.ToHashSet());
        foreach (var path in menu.Concat(
        [
            "/ejecuciones/2", "/ejecuciones/2/registro", "/errores/1", "/errores/grupos", "/archivos?carpeta=error", "/archivos?carpeta=processed",
            "/archivos/1", "/fechas?hasta=2024-05-14", "/maestras/XMONEDA", "/maestras/XMONEDA?vista=layout", "/maestras/XMONEDA?vista=filas",
            "/maestras/XMONEDA?vista=cambios", "/buscar?q=XMONEDA",
        ]).Where(p => p.StartsWith('/') && !p.StartsWith("/hangfire", StringComparison.Ordinal)))
        {
            await visit.GoAsync(path);
            Assert.Equal(200, visit.Response.Status);
            var actions = await visit.Page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('main form[method=post]')].map(f => f.getAttribute('action')).filter(a => !a.startsWith('/filtros'))");
            Assert.True(actions.Length == 0, $"{path}: {string.Join(", ", actions)}");
        }

        await Expect(visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Usuarios" })).ToHaveCountAsync(0);
        await visit.GoAsync("/usuarios");
        Assert.Equal(403, visit.Response.Status);
        await visit.SeeAsync("Su rol no permite esto");
    }

    [Theory]
    [InlineData("/ejecuciones?maestra=XGEN&handler=Csv", "ejecucion;fecha_proceso;estado;", 1)]
    [InlineData("/auditoria?accion=ejecutar_ingesta&resultado=held&handler=Csv", "id;execution_time;", 1)]
    [InlineData("/maestras/XMONEDA?vista=filas&texto=MONEDA 3&handler=Csv", "cod_mon;nombre;femod;ejecucion;archivo;linea", 11)]
    [InlineData("/maestras/XMONEDA?vista=cambios&handler=ChangesCsv", "version;cambio;clave;cod_mon;nombre;femod;ejecucion;archivo;linea", 40)]
    [InlineData("/ejecuciones/2/registro?nivel=warning&paso=merge&handler=Csv", "id;at;level;maestra;", 1)]
    [InlineData("/fechas?hasta=2024-05-13&handler=Csv", "fecha_proceso;estado_fecha;maestra;estado;", 4)]
    [InlineData("/entregas?maestra=XMONEDA&handler=Csv", "destino;maestra;estado;", 2)]
    public async Task Every_list_is_downloaded_with_its_filter(string path, string header, int rows)
    {
        using Browserless visitor = new(night.Portal.Url);
        visitor.Become(await night.Portal.SignInAsync(Roles.Reader));

        using var answer = await visitor.GetAsync(path);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(header, lines[0], StringComparison.Ordinal);
        Assert.Equal(rows, lines.Length - 1);
    }

    [Fact]
    public async Task Names_values_and_lines_of_files_are_shown_and_never_obeyed()
    {
        await using var visit = await night.Portal.VisitAsync("/errores?fecha=2024-05-14&maestra=XCADENA");
        await Expect(visit.Page.Locator(".raw").First).ToContainTextAsync("1<script>alert('línea')</script>");

        await visit.GoAsync("/archivos?carpeta=error");
        // The character that would turn the rest of the name around is shown as one that nobody knows.
        await visit.SeeAsync(BadNight.ShownName);

        await visit.GoAsync("/errores?texto=%3Cscript%3Ealert(1)%3C%2Fscript%3E&maestra=%22%3E%3Cb%3Ehola");
        await Expect(visit.Page.GetByLabel("Texto")).ToHaveValueAsync("<script>alert(1)</script>");
        await visit.SeeAsync("Ningún error coincide");
        await visit.GoAsync("/");
        await Expect(visit.Page.Locator(".banner")).ToContainTextAsync("<b>mantenimiento</b>");
        visit.AssertClean();
    }

    [Fact]
    public async Task The_first_page_lists_what_needs_attention_with_what_mends_it()
    {
        await using var visit = await night.Portal.VisitAsync("/");
        var todo = visit.Page.Locator(".todo");

        await Expect(todo).ToContainTextAsync("XMONEDA_20240514.txt borraría 39 de 40 filas");
        await Expect(todo).ToContainTextAsync("No llegaron: XCAN, XGEN");
        await Expect(todo).ToContainTextAsync("no termina en .txt");
        await Expect(todo.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Reprocesar" })).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator("#input ~ .lines")).ToContainTextAsync("XCAN_20991231.txt");
        await Expect(visit.Page.Locator(".banner")).ToContainTextAsync("XCAN está en pausa");
    }

    [Fact]
    public async Task Counts_of_a_run_add_up_and_would_be_changes_are_not_counted()
    {
        await using var visit = await night.Portal.VisitAsync("/ejecuciones/2");

        await Expect(visit.Page.Locator(".sum").First).ToHaveTextAsync("74 leídos = 3 aceptados + 71 rechazados");
        await Expect(visit.Page.Locator(".sum").Nth(1)).ToContainTextAsync("2 insertados");
        await Expect(visit.Page.Locator(".sum").Nth(1)).ToContainTextAsync("0 borrados");
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("retenida");
    }

    [Fact]
    public async Task Errors_are_read_page_by_page_in_the_order_of_their_lines()
    {
        await using var visit = await night.Portal.VisitAsync("/errores?ejecucion=2&maestra=XCADENA");
        await Expect(visit.Page.Locator(".total")).ToHaveTextAsync("71 filas");
        await Expect(visit.Page.Locator(".error-row")).ToHaveCountAsync(50);
        await Expect(visit.Page.Locator(".error-row").First).ToContainTextAsync("línea 2");
        await Expect(visit.Page.Locator(".error-row").Last).ToContainTextAsync("línea 52");

        await visit.PressAsync(visit.Link("Más antiguos"));

        Assert.StartsWith("/errores?ejecucion=2&maestra=XCADENA&antes=", visit.PathAndQuery, StringComparison.Ordinal);
        await Expect(visit.Page.Locator(".error-row")).ToHaveCountAsync(21);
        await Expect(visit.Page.Locator(".error-row").First).ToContainTextAsync("línea 53");
        await visit.PressAsync(visit.Link("Volver a los más recientes"));
        Assert.Equal("/errores?ejecucion=2&maestra=XCADENA", visit.PathAndQuery);
    }

    [Fact]
    public async Task Filters_are_in_the_address_and_in_the_form()
    {
        await using var visit = await night.Portal.VisitAsync("/errores?fecha=2024-05-14");
        await visit.Page.GetByLabel("Maestra").SelectOptionAsync("XMONEDA");
        await visit.Page.GetByLabel("Estado").SelectOptionAsync("abierto");
        await visit.PressAsync(visit.Button("Filtrar"));

        Assert.Contains("maestra=XMONEDA", visit.PathAndQuery, StringComparison.Ordinal);
        Assert.Contains("estado=abierto", visit.PathAndQuery, StringComparison.Ordinal);
        await Expect(visit.Page.Locator(".error-row")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".error-row")).ToContainTextAsync("BORRADO_EXCESIVO");
        await Expect(visit.Page.GetByLabel("Maestra")).ToHaveValueAsync("XMONEDA");
        await Expect(visit.Page.GetByLabel("Estado")).ToHaveValueAsync("abierto");
    }

    [Fact]
    public async Task Files_that_no_row_knows_are_shown_and_marked()
    {
        await using var visit = await night.Portal.VisitAsync("/archivos?carpeta=error");
        var stranger = visit.Page.Locator("tr", new PageLocatorOptions { HasTextString = "olvidado.txt" });
        await Expect(stranger).ToContainTextAsync("sin registro");
        await Expect(stranger.Locator("input")).ToHaveCountAsync(0);

        await visit.GoAsync("/archivos?carpeta=processed");
        // Rejected lines stand under the file that they came from.
        await Expect(visit.Page.Locator("tbody tr", new PageLocatorOptions { HasTextString = "XCADENA_20240514.txt" }).Locator("+ tr"))
            .ToContainTextAsync("XCADENA_rechazos-");
    }

    [Fact]
    public async Task A_held_merge_shows_which_rows_it_would_delete()
    {
        await using var visit = await night.Portal.VisitAsync("/ejecuciones/2");
        var rows = visit.Page.Locator(".hold-rows li");

        await Expect(rows).ToHaveCountAsync(20);
        await Expect(rows.First).ToHaveTextAsync("cod_mon=2 · nombre=MONEDA 2");
        await visit.Button("Aprobar y borrar 39 filas").ClickAsync();
        // Without a reason the browser itself sends nothing.
        Assert.Equal("/ejecuciones/2", visit.PathAndQuery);
    }

    [Fact]
    public async Task A_date_opens_in_place_with_its_masters_and_runs()
    {
        await using var visit = await night.Portal.VisitAsync("/fechas");
        var date = visit.Page.Locator("#fecha-2024-05-14");
        await Expect(date.Locator(".badge").First).ToHaveTextAsync("retenida");

        await date.Locator("summary").ClickAsync();

        await Expect(date).ToContainTextAsync("XMONEDA_20240514.txt");
        await Expect(date.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Ejecución 2" })).ToBeVisibleAsync();
        visit.AssertClean();
    }
}
