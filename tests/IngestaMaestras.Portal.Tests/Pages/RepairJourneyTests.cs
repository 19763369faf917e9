using Dapper;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>From a broken file to a green date, as operators do it.</summary>
public sealed class RepairJourneyTests(PostgresFixture postgres, Chromium chromium)
{
    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { IgnoreCase = true, Timeout = 60_000 };

    [Fact]
    public async Task A_file_corrected_where_it_failed_is_sent_back_and_reprocessed_and_its_date_turns_green()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "journey");
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await using var visit = await portal.VisitAsync("/");
        var page = visit.Page;

        await StartRunAsync(visit);
        await Expect(page.Locator("#card-date ~ .card-main .badge")).ToHaveTextAsync("fallida", Patiently);
        // The date has its colour as soon as its files have ended, a moment before the run itself.
        Assert.Equal("failed", await portal.Installation.RunEndedAsync());

        // Why it failed: the file's own page first, then the lines.
        await visit.PressAsync(page.Locator(".todo").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "XCADENA_20240514.txt", Exact = true }));
        await visit.SeeAsync("no tiene ningún registro válido");
        await visit.PressAsync(page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "PATRON_INVALIDO 3" }));
        var row = page.Locator(".error-row").First;
        await Expect(row).ToContainTextAsync("línea 1");
        await Expect(row).ToContainTextAsync("CODCADE");
        await Expect(row.Locator(".raw")).ToContainTextAsync("1SUPER INTER");

        portal.WriteGoodChains("error/2024-05-14");
        await visit.PressAsync(visit.Link("Archivos"));
        await visit.SeeAsync("modificado después");
        await page.GetByLabel("Seleccionar XCADENA_20240514.txt").CheckAsync();
        await Expect(page.Locator("[data-selected]")).ToHaveTextAsync("Seleccionados: 1");
        await visit.PressAsync(visit.Button("Devolver a input"));
        await visit.SeeAsync("Vuelve de error/2024-05-14 a input.");
        await visit.PressAsync(visit.Button("Devolver a input"));
        await visit.SeeAsync("XCADENA_20240514.txt volvió a input/XCADENA_20240514.txt");
        await Expect(page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        Assert.Contains("input/XCADENA_20240514.txt", portal.Installation.Files());

        await visit.GoAsync("/");
        await visit.SeeAsync("devuelto a input");
        await visit.PressAsync(visit.Button("Reprocesar XCADENA_20240514.txt"));
        await Expect(visit.Results).ToContainTextAsync("se reprocesan en la ejecución 2");
        await Expect(page.Locator("#card-date ~ .card-main .badge")).ToHaveTextAsync("correcta", Patiently);
        Assert.Equal("succeeded", await portal.Installation.RunEndedAsync());
        await visit.SeeAsync("Todo en orden");
        await visit.GoAsync("/fechas");
        await Expect(page.Locator("#fecha-2024-05-14 .badge").First).ToHaveTextAsync("correcta", Patiently);
        await visit.GoAsync("/errores?fecha=2024-05-14");
        await Expect(page.Locator(".error-row").First).ToContainTextAsync("resuelto");
        visit.AssertClean();

        Assert.Equal(
            ["processed/2024-05-14/XCADENA_20240514.txt", "processed/2024-05-14/XMONEDA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM error_log WHERE resolved_at IS NULL"));
        Assert.Equal(
            [
                "iniciar_ejecucion operador queued", "procesar_archivo operador failed", "procesar_archivo operador loaded",
                "ejecutar_ingesta operador failed", "devolver_a_input operador succeeded", "devolver_archivos operador succeeded",
                "reprocesar operador queued", "procesar_archivo operador loaded", "ejecutar_ingesta operador succeeded",
            ],
            await ReadAuditAsync(portal));
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT parent_run_id FROM run WHERE run_id = 2"));
    }

    [Fact]
    public async Task A_corrected_file_dropped_in_input_takes_the_place_of_the_one_that_failed()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "dropped");
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await portal.RunAsync();
        portal.WriteGoodChains("input");
        await using var visit = await portal.VisitAsync("/");

        await visit.PressAsync(visit.Button("Reprocesar XCADENA_20240514.txt"));
        await Expect(visit.Page.Locator("#card-date ~ .card-main .badge")).ToHaveTextAsync("correcta", Patiently);

        visit.AssertClean();
        // The one that failed stays where it was, as evidence.
        Assert.Equal(
            [
                "error/2024-05-14/XCADENA_20240514.txt", "processed/2024-05-14/XCADENA_20240514.txt",
                "processed/2024-05-14/XMONEDA_20240514.txt",
            ],
            portal.Installation.Files());
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT parent_run_id FROM run WHERE run_id = 2"));
    }

    [Fact]
    public async Task The_requeue_button_of_the_jobs_dashboard_reprocesses_the_file()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "requeue");
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await using var visit = await portal.VisitAsync("/");
        await StartRunAsync(visit);
        await Expect(visit.Page.Locator("#card-date ~ .card-main .badge")).ToHaveTextAsync("fallida", Patiently);
        Assert.Equal("failed", await portal.Installation.RunEndedAsync());
        portal.WriteGoodChains("error/2024-05-14");

        await visit.PressAsync(visit.Link("Trabajos"));
        await visit.GoAsync("/hangfire/jobs/failed");
        await Expect(visit.Page.Locator("body")).ToContainTextAsync("XCADENA");
        await visit.Page.Locator(".js-jobs-list-checkbox").First.CheckAsync();
        // The dashboard posts and then loads its page again; going elsewhere in between would be undone by that.
        await visit.PressAsync(visit.Page.Locator(".js-jobs-list-command[data-url$='failed/requeue']"));

        await visit.GoAsync("/");
        await Expect(visit.Page.Locator("#card-date ~ .card-main .badge")).ToHaveTextAsync("correcta", Patiently);
        Assert.Equal(
            ["processed/2024-05-14/XCADENA_20240514.txt", "processed/2024-05-14/XMONEDA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(
            "hangfire reprocess", await portal.Installation.ScalarAsync<string>("SELECT requested_by || ' ' || trigger FROM run WHERE run_id = 2"));
        Assert.Contains("reprocesar hangfire queued", await ReadAuditAsync(portal));
    }

    [Fact]
    public async Task A_date_is_mended_without_script()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "noscript");
        portal.WriteGoodCurrencies();
        portal.WriteBrokenChains();
        await portal.RunAsync();
        portal.WriteGoodChains("error/2024-05-14");
        await using var visit = await portal.VisitAsync("/fechas", withScript: false);

        await visit.PressAsync(visit.Button("Reprocesar fallidos (1)"));
        await Expect(visit.Results).ToContainTextAsync("se reprocesan en la ejecución 2");
        Assert.Equal("succeeded", await portal.Installation.RunEndedAsync());

        await visit.GoAsync("/fechas");
        await Expect(visit.Page.Locator("#fecha-2024-05-14 .badge").First).ToHaveTextAsync("correcta", Patiently);
        await visit.Page.Locator("#fecha-2024-05-14 summary").First.ClickAsync();
        await visit.PressAsync(visit.Link("Ver mar 14 may 2024"));
        await visit.SeeAsync("XCADENA_20240514.txt");
        visit.AssertClean();
    }

    private static async Task StartRunAsync(Visit visit)
    {
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Ejecutar ahora" }).ClickAsync();
        await visit.Page.GetByLabel("Fecha de proceso").FillAsync(PortalUnderTest.Date);
        await visit.PressAsync(visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ejecutar", Exact = true }));
        await Expect(visit.Results).ToContainTextAsync("Ejecución 1 creada para la fecha 2024-05-14");
    }

    /// <summary>What was audited, oldest first; what ended at the same time in any order counts as sorted.</summary>
    private static async Task<IReadOnlyList<string>> ReadAuditAsync(PortalUnderTest portal)
    {
        await using var connection = await portal.Installation.ConnectAsync();
        var rows = (await connection.QueryAsync<string>(
            "SELECT concat_ws(' ', procedure_name, user_name, result_status) FROM audit_log WHERE procedure_name <> 'entrar' ORDER BY id")).ToList();
        // The two files of the first run end in either order.
        rows.Sort(1, 2, StringComparer.Ordinal);
        return rows;
    }
}
