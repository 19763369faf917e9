using System.Globalization;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>
/// Pictures of every page and state, to be looked at (<c>./screenshots.sh</c>): wide and narrow, light and dark, with files
/// as the ERP sends them. Asked for explicitly only.
/// </summary>
public sealed class Screenshots(PostgresFixture postgres, Chromium chromium)
{
    private const int Wide = 1366;
    private const int Narrow = 390;

    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts/screenshots");

    private static readonly string[] Masters =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "layouts"), "*.toon").Select(f => Path.GetFileNameWithoutExtension(f))];

    [Fact(Explicit = true)]
    public async Task An_empty_portal()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "pictures_empty", Masters);
        await TakeAsync(
            portal, "vacio", ("inicio", "/"), ("ejecuciones", "/ejecuciones"), ("errores", "/errores"),
            ("input", "/archivos?carpeta=input"), ("work", "/archivos?carpeta=work"), ("processed", "/archivos?carpeta=processed"),
            ("error", "/archivos?carpeta=error"), ("fechas", "/fechas"), ("maestras", "/maestras"), ("maestra", "/maestras/XMONEDA"),
            ("maestra-filas", "/maestras/XMONEDA?vista=filas"), ("ayuda", "/ayuda"));
    }

    [Fact(Explicit = true)]
    public async Task A_week_in_which_everything_happened()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "pictures", Masters);
        await RealisticWeek.PlayAsync(portal);
        await TakeAsync(
            portal, "semana", ("inicio", "/"), ("ejecuciones", "/ejecuciones"), ("ejecuciones-filtro", "/ejecuciones?estado=held"),
            ("ejecuciones-nada", "/ejecuciones?estado=cancelled"), ("ejecucion-con-rechazos", "/ejecuciones/1"),
            ("ejecucion-parcial", "/ejecuciones/2"), ("ejecucion-retenida", "/ejecuciones/3"),
            ("ejecucion-fallida", "/ejecuciones/4"), ("errores", "/errores?fecha=2024-05-15"),
            ("errores-maestra", "/errores?ejecucion=3&maestra=XMONEDA"), ("errores-tipo", "/errores?ejecucion=3&tipo=CLAVE_DUPLICADA"),
            ("errores-aviso", "/errores?fecha=2024-05-15&severidad=aviso"), ("errores-nada", "/errores?fecha=2024-05-15&texto=zzz"),
            ("errores-fecha-limpia", "/errores?fecha=2024-05-01"), ("errores-grupos", "/errores/grupos?hasta=2024-05-15"),
            ("error", "/errores/1"), ("archivo", "/archivos/1"), ("input", "/archivos?carpeta=input"),
            ("work", "/archivos?carpeta=work"), ("processed", "/archivos?carpeta=processed"), ("error-carpeta", "/archivos?carpeta=error"),
            ("ejecucion-registro", "/ejecuciones/3/registro"), ("ejecucion-registro-avisos", "/ejecuciones/3/registro?nivel=warning"),
            ("maestras", "/maestras"), ("maestra", "/maestras/XCATEG"), ("maestra-layout", "/maestras/XCIUDAD?vista=layout"),
            ("maestra-filas", "/maestras/XWEPAI?vista=filas"), ("maestra-cambios", "/maestras/XMONEDA?vista=cambios"),
            ("fechas", "/fechas"), ("fecha", "/fechas?hasta=2024-05-15"), ("auditoria", "/auditoria"), ("salud", "/salud"),
            ("buscar", "/buscar?q=XMONEDA"), ("cuenta", "/cuenta"), ("usuarios", "/usuarios"), ("entregas", "/entregas"), ("trabajos", "/hangfire"),
            ("repetir", "/operaciones/nueva?accion=repetir-fechas&cuales=todas&desde=2024-05-12&hasta=2024-05-16"),
            ("resolver", "/operaciones/nueva?accion=resolver-errores&desde=2024-05-12&hasta=2024-05-16"),
            ("comparar", "/operaciones/nueva?accion=comparar&destino=kafka"), ("informe", "/errores/informe?maestra=XMONEDA&desde=2024-05-12&hasta=2024-05-16"),
            ("operaciones", "/operaciones"), ("no-existe", "/ejecuciones/99"),
            ("no-se-entiende", "/errores?ejecucion=12x"));
        await TakeResultsAsync(portal);
        await RealisticWeek.BeginAsync(portal);
        await TakeAsync(portal, "semana", ("ejecucion-en-curso", "/ejecuciones/5"), ("inicio-en-curso", "/"));
    }

    /// <summary>Subir, corregir, probar, descartar: each with something to show.</summary>
    [Fact(Explicit = true)]
    public async Task What_people_do_with_files()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "pictures_files", Masters);
        portal.Installation.WriteLines("XCADENA_20240514.txt", ["1SUPER INTER", "2CARULLA", "CSURTIMAX", "C", "DÉXITO ÑANDÚ *#/.", "3" + new string('W', 30)]);
        portal.Installation.WriteLines("XMONEDA_20240514.txt", ["xPESO", "99" + new string('W', 30)]);
        await File.WriteAllTextAsync(
            Path.Combine(portal.Installation.Input, "XLEXSUBL_20240514.txt"), "001|x|y|NOMBRE|z\n002|x\n00Z|a|b|OTRO|c\n", TestContext.Current.CancellationToken);
        await portal.RunAsync();
        var chain = await portal.Installation.ScalarAsync<long>("SELECT file_id FROM file WHERE maestra = 'XCADENA'");
        var line = await portal.Installation.ScalarAsync<long>("SELECT file_id FROM file WHERE maestra = 'XLEXSUBL'");
        var currency = await portal.Installation.ScalarAsync<long>("SELECT file_id FROM file WHERE maestra = 'XMONEDA'");
        await TakeAsync(
            portal, "archivos", ("archivo", $"/archivos/{chain}"), ("corregir", $"/archivos/{chain}/corregir"),
            ("corregir-partes", $"/archivos/{line}/corregir"), ("corregir-rechazos", $"/archivos/{currency}/corregir?rechazos=true"),
            ("subir", $"/archivos/subir?archivo={chain}"), ("probar", "/maestras/XCADENA/probar"), ("inicio", "/"), ("ejecucion", "/ejecuciones/1"));
        foreach (var width in new[] { Wide, Narrow })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var visit = await portal.VisitAsync("/maestras/XCADENA/probar", width, scheme: scheme);
                FilePayload file = new() { Name = "XCADENA_20240514.txt", MimeType = "text/plain", Buffer = "ASUPER\n1MALA\nAREPETIDA\nB\n"u8.ToArray() };
                await visit.Page.Locator("input[type=file]").SetInputFilesAsync(file);
                await visit.PressAsync(visit.Button("Probar"));
                await SaveAsync(visit, "archivos", "probado", width, scheme);
                await visit.GoAsync($"/archivos/subir?archivo={chain}");
                await visit.Page.Locator("input[type=file]").SetInputFilesAsync(file);
                await visit.PressAsync(visit.Button("Subir y revisar"));
                await SaveAsync(visit, "archivos", "subido", width, scheme);
                await visit.GoAsync("/archivos/subir");
                await visit.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "clientes.csv", MimeType = "text/csv", Buffer = [65] });
                await visit.PressAsync(visit.Button("Subir y revisar"));
                await SaveAsync(visit, "archivos", "negado", width, scheme);
            }
        }
    }

    /// <summary>Mantenimiento after a quarter: archives, reports, plans, a review.</summary>
    [Fact(Explicit = true)]
    public async Task Upkeep_with_something_to_show()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "pictures_upkeep", Masters);
        await RealisticWeek.PlayAsync(portal);
        await portal.Installation.ExecuteAsync(
            """
            UPDATE run SET started_at = started_at - interval '3 days', ended_at = ended_at - interval '3 days';
            UPDATE run_file SET ended_at = ended_at - interval '3 days'; UPDATE step SET ended_at = ended_at - interval '3 days';
            UPDATE account SET password_changed_at = now() - interval '200 days', must_change = false;
            DELETE FROM error_log WHERE id % 3 > 0
            """);
        foreach (var task in new[] { "mediciones", "archivo-historico", "topicos", "topicos-reparar", "autovacuum", "trabajos-vencidos", "estadisticas", "mediciones", "informe-semanal" })
        {
            await portal.Installation.RunAsync("maintenance", "run", task);
        }

        await using (var visit = await portal.VisitAsync("/mantenimiento/reconstruccion", role: Roles.Administrator))
        {
            await visit.Page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => { d.open = true; })");
            await visit.Page.GetByLabel("Elegir error_log").CheckAsync();
            await visit.PressAsync(visit.Button("Planear"));
            await visit.GoAsync("/mantenimiento/revision");
            await visit.Page.GetByLabel("Revisado").First.CheckAsync();
            await visit.PressAsync(visit.Button("Guardar la revisión"));
        }

        await TakeAsync(
            portal, "mantenimiento", ("tareas", "/mantenimiento"), ("informes", "/mantenimiento/informes"), ("informe", "/mantenimiento/informes/ahora"),
            ("reconstruccion", "/mantenimiento/reconstruccion"), ("permisos", "/mantenimiento/permisos"), ("revision", "/mantenimiento/revision"),
            ("archivados", "/archivos?carpeta=archived"), ("archivado", $"/archivos/{await portal.Installation.ScalarAsync<long>("SELECT min(file_id) FROM file WHERE location = 'archived'")}"));
    }

    /// <summary>Each page as it comes, and once more with everything unfolded when it has something to unfold.</summary>
    /// <summary>The picture in the README.</summary>
    [Fact(Explicit = true)]
    public async Task The_picture_of_the_readme()
    {
        // Nights of these days as anybody's would be: the schedule is the usual one.
        await using var portal = await PortalUnderTest.StartAsync(
            postgres, chromium, "pictures_readme", Masters, new Dictionary<string, string> { ["Ingesta__Schedule"] = "0 2 * * *" });
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().AddHours(-7).DateTime);
        for (var day = today.AddDays(-4); day <= today; day = day.AddDays(1))
        {
            var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            string[] faults = day == today.AddDays(-2) ? ["--file-faults", "empty,unknown"] : [];
            await portal.Installation.RunAsync(
                ["sample", "--out", Path.Combine(portal.Root, "muestra", date), "--rows", "400", "--faults", "0.02", "--changes", $"{day.DayNumber % 7 + 2}", "--date", date, .. faults]);
            foreach (var file in Directory.EnumerateFiles(Path.Combine(portal.Root, "muestra", date), "*.txt"))
            {
                File.Move(file, Path.Combine(portal.Installation.Input, Path.GetFileName(file)), overwrite: true);
            }

            await portal.RunAsync(date);
        }

        await using var visit = await portal.VisitAsync("/", Wide);
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Repository.Root, "docs", "portal.png") });
    }

    private static async Task TakeAsync(PortalUnderTest portal, string set, params (string Name, string Path)[] pages)
    {
        foreach (var width in new[] { Wide, Narrow })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await using var visit = await portal.VisitAsync("/", width, scheme: scheme, role: Roles.Administrator);
                foreach (var (name, path) in pages)
                {
                    await visit.GoAsync(path);
                    await SaveAsync(visit, set, name, width, scheme);
                    if (await visit.Page.Locator("main details").CountAsync() > 0)
                    {
                        await visit.Page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => { d.open = true; })");
                        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
                        await SaveAsync(visit, set, name + "-abierto", width, scheme);
                    }
                }
            }
        }
    }

    /// <summary>A selection, and what is told after an action that worked for some and not for others.</summary>
    private static async Task TakeResultsAsync(PortalUnderTest portal)
    {
        await using var visit = await portal.VisitAsync("/archivos?carpeta=error", Narrow);
        await visit.Page.GetByLabel("Todos los de esta página").CheckAsync();
        await SaveAsync(visit, "semana", "seleccion", Narrow, ColorScheme.Light);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(portal.Root, "error"), "*.csv", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        await visit.PressAsync(visit.Button("Devolver a input"));
        await SaveAsync(visit, "semana", "previa", Narrow, ColorScheme.Light);
        await visit.PressAsync(visit.Button("Devolver a input"));
        await SaveAsync(visit, "semana", "resultado", Narrow, ColorScheme.Light);
    }

    private static async Task SaveAsync(Visit visit, string set, string name, int width, ColorScheme scheme)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"{set}-{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, file), FullPage = true });
    }
}
