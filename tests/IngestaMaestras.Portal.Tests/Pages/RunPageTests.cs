using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>One run as a graph, its times, its log and its notes; and the masters that it loaded.</summary>
public sealed class RunPageTests(BadNight night) : IClassFixture<BadNight>
{
    [Fact]
    public async Task A_run_shows_each_file_s_steps_which_lead_to_their_log_and_a_line_has_an_address()
    {
        await using var visit = await night.Portal.VisitAsync("/ejecuciones/2");
        var file = visit.Page.Locator(".graph-file", new PageLocatorOptions { HasTextString = "XMONEDA" });
        await Expect(file.Locator(".graph-step")).ToHaveCountAsync(3);
        await Expect(file.Locator(".graph-step").Last).ToContainTextAsync("retenido");
        await Expect(visit.Page.Locator("#tiempos ~ table tbody")).Not.ToHaveCountAsync(0);

        await visit.PressAsync(file.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Preparar" }));

        Assert.EndsWith("&paso=stage", visit.PathAndQuery, StringComparison.Ordinal);
        await Expect(visit.Page.Locator(".log-line")).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator(".log-line").Last).ToContainTextAsync("XMONEDA_20240514.txt: 1 leídos, todos aceptados, 0 avisos");

        await visit.GoAsync("/ejecuciones/2/registro");
        await Expect(visit.Page.Locator(".log")).ToContainTextAsync("XMONEDA_20240514.txt: retenido");
        await Expect(visit.Page.Locator(".log")).Not.ToContainTextAsync(new System.Text.RegularExpressions.Regex(": (held|failed|loaded)"));

        await visit.GoAsync("/ejecuciones/2/registro?nivel=warning");
        var lines = visit.Page.Locator(".log-line");
        await Expect(lines.First).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("log-(warning|error)"));
        var id = await lines.First.GetAttributeAsync("id");
        await visit.PressAsync(lines.First.Locator("a").First);
        Assert.EndsWith($"#{id}", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal(id, await visit.Page.EvaluateAsync<string>("document.querySelector(':target').id"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Utc_is_shown_beside_every_time_by_a_key_or_a_button_and_stays_on_the_next_page()
    {
        await using var visit = await night.Portal.VisitAsync("/ejecuciones/1");
        Assert.Equal("none", await ContentAsync());

        await visit.Page.Keyboard.PressAsync("u");
        Assert.Matches("^\" \\(\" \"?[0-9:]{8}|^\" \\([0-9:]{8} UTC\\)\"$", await ContentAsync());
        await visit.GoAsync("/ejecuciones/2");
        Assert.NotEqual("none", await ContentAsync());
        await visit.Button("Ver UTC").ClickAsync();
        Assert.Equal("none", await ContentAsync());
        visit.AssertClean();

        Task<string> ContentAsync() =>
            visit.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('main time[data-utc]'), '::after').content");
    }

    [Fact]
    public async Task A_note_with_a_ticket_and_a_cause_stays_with_the_run_and_text_of_it_is_never_obeyed()
    {
        await using var visit = await night.Portal.VisitAsync("/ejecuciones/1");
        await visit.Page.GetByLabel("Nota", new PageGetByLabelOptions { Exact = true }).FillAsync("<script>alert('nota')</script>");
        await visit.Page.GetByLabel("Ticket").FillAsync("https://tickets.ejemplo.co/INC-1");
        await visit.Page.GetByLabel("Causa raíz").FillAsync("Disco lleno");
        await visit.PressAsync(visit.Button("Guardar nota"));

        await Expect(visit.Results).ToContainTextAsync("Nota guardada en la ejecución 1.");
        var note = visit.Page.Locator(".note-item");
        await Expect(note).ToContainTextAsync("<script>alert('nota')</script>");
        await Expect(note).ToContainTextAsync("Disco lleno");
        Assert.Equal("https://tickets.ejemplo.co/INC-1", await note.Locator("a").GetAttributeAsync("href"));
        visit.AssertClean();
    }

    [Fact]
    public async Task A_master_leads_from_a_row_to_the_run_that_loaded_it_and_to_the_layout_it_was_read_with()
    {
        await using var visit = await night.Portal.VisitAsync("/maestras");
        await visit.PressAsync(visit.Link("XMONEDA"));
        await visit.PressAsync(visit.Link("Filas"));
        await visit.Page.GetByLabel("Clave").FillAsync("7");
        await visit.PressAsync(visit.Button("Buscar"));

        Assert.Equal("/maestras/XMONEDA?vista=filas&clave=7&texto=", visit.PathAndQuery);
        var row = Assert.Single(await visit.Page.Locator(".rows tbody tr").AllAsync());
        await Expect(row).ToContainTextAsync("MONEDA 7");
        await Expect(row).ToContainTextAsync("línea 7");
        await visit.PressAsync(row.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "ejecución 1" }));
        Assert.StartsWith("/ejecuciones/1", visit.PathAndQuery, StringComparison.Ordinal);

        await visit.GoAsync("/maestras/XMONEDA?vista=layout");
        await visit.PressAsync(visit.Page.Locator("#versiones ~ ul a").First);
        Assert.StartsWith("/maestras/XMONEDA/layouts/", visit.PathAndQuery, StringComparison.Ordinal);
        await Expect(visit.Page.Locator(".layout-ruler")).ToContainTextAsync("NOMBRE");
        visit.AssertClean();
    }

    [Fact]
    public async Task What_a_master_s_rows_are_searched_for_is_kept_under_a_name_and_belongs_to_that_master()
    {
        await using var visit = await night.Portal.VisitAsync("/maestras/XMONEDA?vista=filas&texto=MONEDA%203");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Filtros guardados" }).ClickAsync();
        await visit.Page.GetByLabel("Guardar lo que se ve como").FillAsync("Las del tres");
        await visit.PressAsync(visit.Button("Guardar filtro"));
        await Expect(visit.Results).ToContainTextAsync("«Las del tres»");

        await visit.GoAsync("/maestras/XMONEDA?vista=filas");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Filtros guardados" }).ClickAsync();
        await visit.SeeAsync("Filtre la lista para guardar aquí lo que muestra.");
        await visit.PressAsync(visit.Link("Las del tres"));
        Assert.Equal("/maestras/XMONEDA?texto=MONEDA%203&vista=filas", visit.PathAndQuery);
        await Expect(visit.Page.Locator(".rows tbody tr")).ToHaveCountAsync(11);

        await visit.GoAsync("/maestras/XGEN?vista=filas");
        await Expect(visit.Link("Las del tres")).ToHaveCountAsync(0);
        visit.AssertClean();

        using Browserless client = new(night.Portal.Url);
        client.Become(await night.Portal.SignInAsync(Roles.Operator));
        foreach (var page in new[] { "/maestras/", "/maestras/../usuarios", "/maestras/X?y=1", "/maestras//mal.co" })
        {
            using var answer = await client.PostAsync("/filtros?handler=Save", "/errores", ("pagina", page), ("consulta", "texto=a"), ("nombre", "x"));
            Assert.Equal(400, (int)answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("/entregas?estado=nada", 400, "no es un valor válido")]
    [InlineData("/fechas?mes=x&handler=Csv", 400, "no es un valor válido")]
    [InlineData("/ejecuciones/99/registro?handler=Csv", 404, "no existe")]
    [InlineData("/maestras/NADA?handler=ChangesCsv", 404, "no existe")]
    [InlineData("/maestras/NADA", 404, "no existe")]
    [InlineData("/maestras/XMONEDA?vista=otra", 400, "no es un valor válido")]
    [InlineData("/maestras/XMONEDA?vista=filas&clave=a%00b", 400, "No se puede buscar")]
    [InlineData("/maestras/XMONEDA?vista=cambios&antes=x", 400, "no es un valor válido")]
    [InlineData("/maestras/XMONEDA/layouts/abc", 404, "ningún layout")]
    [InlineData("/ejecuciones/99/registro", 404, "no existe")]
    [InlineData("/ejecuciones/2/registro?nivel=grave", 400, "no es un nivel")]
    [InlineData("/ejecuciones?orden=x", 400, "no es un valor válido")]
    [InlineData("/ejecuciones?antes=12", 400, "no es un valor válido")]
    public async Task An_address_that_leads_nowhere_is_answered_with_its_code_and_a_sentence(string path, int status, string sentence)
    {
        using Browserless client = new(night.Portal.Url);
        client.Become(await night.Portal.SignInAsync(Roles.Reader));
        using var answer = await client.GetAsync(path);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
