using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Wide actions as people do them: look at what would happen, confirm, watch, and find everything as was promised.</summary>
public sealed class OperationJourneyTests(PostgresFixture postgres, Chromium chromium)
{
    private static readonly LocatorAssertionsToHaveTextOptions Patiently = new() { Timeout = 90_000 };

    [Fact]
    public async Task A_new_run_is_simulated_looked_at_and_then_done()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "simulate", ["XMONEDA"]);
        portal.Installation.WriteLines("XMONEDA_20240513.txt", ["01PESO", "02DÓLAR", "03EURO"]);
        await portal.RunAsync("2024-05-13");
        portal.Installation.WriteLines("XMONEDA_20240514.txt", ["01PESO COLOMBIANO", "02DÓLAR", "04YEN", "05"]);
        await using var visit = await portal.VisitAsync("/ejecuciones");
        await visit.PressAsync(visit.Link("Nueva ejecución"));
        await visit.Page.GetByLabel("Fecha de proceso").FillAsync(PortalUnderTest.Date);
        await visit.SeeAsync("1 archivo en input para esta fecha");
        await visit.SeeAsync("XMONEDA_20240514.txt");
        await visit.PressAsync(visit.Button("Simular"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        Assert.Equal(["input/XMONEDA_20240514.txt", "processed/2024-05-13/XMONEDA_20240513.txt"], portal.Installation.Files());

        await visit.PressAsync(visit.Link("Simulación 1"));
        await visit.SeeAsync("25,0");
        await visit.PressAsync(visit.Link("XMONEDA_20240514.txt"));
        await visit.PressAsync(visit.Page.Locator(".tabs").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Cambios" }));
        await Expect(visit.Page.Locator(".diff del")).ToHaveTextAsync("PESO");
        await Expect(visit.Page.Locator(".diff ins")).ToHaveTextAsync("PESO COLOMBIANO");
        await visit.PressAsync(visit.Page.Locator(".tabs").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Rechazos" }));
        await visit.SeeAsync("CAMPO_REQUERIDO");

        await visit.PressAsync(visit.Button("Ejecutar de verdad"));
        await Expect(visit.Page.Locator("h1 .badge").First).ToHaveTextAsync("correcta", Patiently);
        await portal.Installation.RunEndedAsync();
        Assert.Equal(
            "01 PESO COLOMBIANO,02 DÓLAR,04 YEN",
            await portal.Installation.ScalarAsync<string>("SELECT string_agg(to_char(cod_mon, 'FM00') || ' ' || nombre, ',' ORDER BY cod_mon) FROM erp_moneda"));

        // The date is complete now: it is not repeated by accident.
        await visit.GoAsync("/ejecuciones/nueva?fecha=2024-05-14");
        await visit.PressAsync(visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ejecutar", Exact = true }));
        await Expect(visit.Results).ToContainTextAsync("ya está completa y no hay nada nuevo en input");
        await visit.Page.GetByLabel("Repetir aunque ya esté completa").CheckAsync();
        await visit.Page.GetByLabel("Motivo (obligatorio)").FillAsync("lo pidió auditoría");
        await visit.PressAsync(visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ejecutar", Exact = true }));
        await visit.SeeAsync("Idéntico a la última carga: quedará sin cambios.");
        visit.AssertClean();
    }

    [Fact]
    public async Task Dates_are_run_again_from_the_keyboard_and_what_is_left_is_accepted()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "rerun", ["XCADENA", "XMONEDA"]);
        portal.WriteBrokenChains();
        await portal.RunAsync();
        portal.WriteGoodChains("input");
        await using var visit = await portal.VisitAsync("/ejecuciones/1");
        await visit.Page.Keyboard.PressAsync("r");
        var dialog = visit.Page.Locator("#repetir");
        await Expect(dialog).ToBeVisibleAsync();
        // The page knows which date it is about.
        await Expect(dialog.GetByLabel("Desde")).ToHaveValueAsync(PortalUnderTest.Date);
        await visit.PressAsync(dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Ver qué pasaría" }));
        await visit.SeeAsync("Se toma la corrección XCADENA_20240514.txt, que está en input.");
        Assert.Equal(0, await AuditedAsync(portal));
        await visit.PressAsync(visit.Button("Repetir"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        await visit.SeeAsync("Cargado: 3 aceptados, 0 rechazados; 3 insertados, 0 actualizados, 0 borrados.");
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));

        // The other master did not come, and that is how it is.
        await visit.GoAsync("/fechas?hasta=2024-05-14");
        await Expect(visit.Page.Locator("#fecha-2024-05-14 .badge").First).ToHaveTextAsync("parcial");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Aceptar la fecha como está" }).ClickAsync();
        await visit.Page.Locator("form[action='/fechas?handler=Accept']").GetByLabel("Motivo (obligatorio)").FillAsync("festivo en el ERP");
        await visit.PressAsync(visit.Page.Locator("form[action='/fechas?handler=Accept'] button"));
        await Expect(visit.Results).ToContainTextAsync("Aceptado como está en 2024-05-14: XMONEDA.");
        await Expect(visit.Page.Locator("#fecha-2024-05-14 .badge").First).ToHaveTextAsync("correcta");
        await visit.SeeAsync("festivo en el ERP");
        await visit.PressAsync(visit.Button("Retirar XMONEDA"));
        await Expect(visit.Page.Locator("#fecha-2024-05-14 .badge").First).ToHaveTextAsync("parcial");
        Assert.Equal(
            "reprocesar queued,repetir_fechas succeeded,aceptar succeeded,retirar_aceptacion succeeded",
            await portal.Installation.ScalarAsync<string>(
                "SELECT string_agg(procedure_name || ' ' || result_status, ',' ORDER BY id) FROM audit_log WHERE user_name = 'operador' AND procedure_name NOT IN ('entrar', 'procesar_archivo', 'ejecutar_ingesta')"));
        visit.AssertClean();
    }

    [Fact]
    public async Task With_the_correction_dropped_a_failed_file_is_a_green_date_in_one_click_from_home()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "clicks", ["XCADENA"]);
        portal.WriteBrokenChains();
        await portal.RunAsync();
        portal.WriteGoodChains("input");
        await using var visit = await portal.VisitAsync("/");
        var clicks = 0;
        await visit.Page.ExposeFunctionAsync("countClick", () => clicks++);
        await visit.Page.AddInitScriptAsync("addEventListener('click', (e) => { if (e.isTrusted) { window.countClick(); } }, true)");
        await visit.GoAsync("/");

        await visit.PressAsync(visit.Button("Reprocesar XCADENA_20240514.txt"));

        await Expect(visit.Page.Locator("#card-date ~ .card-main .badge")).ToHaveTextAsync("correcta", Patiently);
        Assert.InRange(clicks, 1, 3);

        // Pressed twice, by two people: one acts and the other is told.
        await portal.Installation.RunEndedAsync();
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run WHERE trigger = 'reprocess'"));
        visit.AssertClean();
    }

    [Fact]
    public async Task A_kind_of_error_is_reported_to_its_owner_and_marked_as_resolved()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "resolve", ["XCADENA"]);
        var layout = Path.Combine(portal.Layouts, "XCADENA.toon");
        await File.AppendAllTextAsync(layout, "  responsable: \"compras@erp.example\"\n", TestContext.Current.CancellationToken);
        portal.Installation.WriteLines("XCADENA_20240514.txt", ["ASUPER INTER", .. Enumerable.Range(0, 12).Select(i => $"{i % 10}MALA {i}")]);
        await portal.RunAsync();
        await using var visit = await portal.VisitAsync("/errores/grupos?desde=2024-05-14&hasta=2024-05-14");
        await visit.PressAsync(visit.Link("Informar al responsable PATRON_INVALIDO"));
        await visit.SeeAsync("compras@erp.example");
        await Expect(visit.Page.Locator(".error-row")).ToHaveCountAsync(10);
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Link("Borrador de correo").ClickAsync());
        var mail = await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Contains("To: compras@erp.example", mail, StringComparison.Ordinal);
        var body = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(mail[mail.IndexOf("\r\n\r\n", StringComparison.Ordinal)..].Trim()));
        Assert.Contains("En los archivos de la maestra XCADENA encontramos 12 errores, en la noche del mar 14 may 2024", body, StringComparison.Ordinal);
        Assert.Contains("XCADENA_20240514.txt, línea 2:", body, StringComparison.Ordinal);

        await visit.GoAsync("/errores/grupos?desde=2024-05-14&hasta=2024-05-14");
        await visit.PressAsync(visit.Link("Resolver… PATRON_INVALIDO"));
        await visit.SeeAsync("12 errores abiertos quedan marcados como resueltos.");
        await visit.Page.GetByLabel("Motivo (obligatorio)").FillAsync("ya lo sabe el ERP");
        await visit.PressAsync(visit.Button("Marcar como resueltos"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        Assert.Equal(12, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM error_log WHERE resolved_by = 'operador'"));

        await visit.GoAsync("/errores/1");
        await visit.PressAsync(visit.Button("Abrir otra vez"));
        await Expect(visit.Results).ToContainTextAsync("queda abierto otra vez");
        await visit.PressAsync(visit.Button("Marcar como resuelto"));
        await Expect(visit.Results).ToContainTextAsync("queda marcado como resuelto");
        visit.AssertClean();
    }

    [Fact]
    public async Task A_target_is_compared_mended_and_sent_again()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "targets", ["XMONEDA"]);
        portal.WriteGoodCurrencies();
        await portal.RunAsync();
        // Somebody changed a row by hand, past the program.
        await portal.Installation.ExecuteAsync("UPDATE erp_moneda SET nombre = 'A MANO' WHERE cod_mon = 2");
        await using var visit = await portal.VisitAsync("/entregas", role: Roles.Administrator);
        await visit.PressAsync(visit.Link("Comparar con la base… Kafka"));
        await visit.PressAsync(visit.Button("Comparar"));
        await visit.SeeAsync("Faltan 0, difieren 1, sobran 0 (base 3, destino 3).");

        await visit.PressAsync(visit.Link("Reparar lo que difiere…"));
        await visit.SeeAsync("Se envían otra vez 1 claves y se borran 0.");
        await visit.Page.GetByLabel("Motivo (obligatorio)").FillAsync("cambio a mano");
        await visit.PressAsync(visit.Button("Reparar"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        await visit.SeeAsync("Reparadas 1 claves.");

        await visit.GoAsync("/operaciones/nueva?accion=reenviar&destino=kafka&maestra=XMONEDA");
        await visit.SeeAsync("Se envían otra vez 3 filas, desde la versión 0.");
        await visit.Page.GetByLabel("Motivo (obligatorio)").FillAsync("el consumidor perdió datos");
        await visit.PressAsync(visit.Button("Reenviar"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", Patiently);
        await visit.SeeAsync("Reenviadas 3 filas.");
        Assert.Equal(
            "comparar,reconciliar,reparar,reenviar,reenviar",
            await portal.Installation.ScalarAsync<string>(
                "SELECT string_agg(procedure_name, ',' ORDER BY id) FROM audit_log WHERE user_name = 'administrador' AND procedure_name <> 'entrar'"));

        // Whoever may act may not replay.
        await using var acting = await portal.VisitAsync("/operaciones/nueva?accion=reenviar&destino=kafka");
        Assert.Equal(403, acting.Response.Status);
        await acting.GoAsync("/entregas");
        await Expect(acting.Page.Locator("#reenviar-kafka")).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_run_is_tried_again_repeated_and_its_file_taken_as_it_is()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "runagain", ["XCADENA", "XMONEDA"]);
        portal.WriteBrokenChains();
        portal.WriteGoodCurrencies();
        await portal.RunAsync();
        await using var visit = await portal.VisitAsync("/ejecuciones/1");
        await visit.PressAsync(visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Reintentar aquí" }));
        await Expect(visit.Results).ToContainTextAsync("1 archivo(s) de la ejecución 1 se reintentan.");
        Assert.Equal("failed", await portal.Installation.RunEndedAsync());
        await visit.GoAsync("/ejecuciones/1");
        await Expect(visit.Page.Locator("#grafo ~ .graph")).ToContainTextAsync("reutilizado");

        await visit.PressAsync(visit.Link("Ejecutar otra vez…"));
        await visit.SeeAsync("Se hará en 2 elementos.");
        await visit.SeeAsync("Idéntico a la última carga: quedará sin cambios.");
        await visit.Page.GetByLabel("Motivo (obligatorio)").FillAsync("por si acaso");
        await visit.PressAsync(visit.Button("Repetir"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("parcial", Patiently);
        Assert.Equal(
            "por si acaso", await portal.Installation.ScalarAsync<string>("SELECT reason FROM run WHERE trigger = 'reprocess' AND parent_run_id = 1"));

        await visit.GoAsync("/ejecuciones/2");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Aceptar como está…" }).ClickAsync();
        await visit.Page.Locator("form[action='/ejecuciones/2?handler=Accept']").GetByLabel("Motivo (obligatorio)").FillAsync("vacío en origen");
        await visit.PressAsync(visit.Button("Aceptar el archivo como está"));
        await Expect(visit.Results).ToContainTextAsync("Aceptado como está en 2024-05-14: XCADENA_20240514.txt.");
        await visit.GoAsync("/fechas?hasta=2024-05-14");
        await Expect(visit.Page.Locator("#fecha-2024-05-14 .badge").First).ToHaveTextAsync("correcta");
        visit.AssertClean();
    }

    [Fact]
    public async Task All_files_of_a_folder_go_again_after_a_trial_that_somebody_overrules()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "trial", ["XCADENA"]);
        foreach (var day in new[] { "20240513", "20240514" })
        {
            portal.Installation.WriteLines($"XCADENA_{day}.txt", ["1mala"]);
            await portal.RunAsync($"{day[..4]}-{day[4..6]}-{day[6..]}");
        }

        await using var visit = await portal.VisitAsync("/archivos?carpeta=error");
        await visit.Page.GetByLabel("Todos los de la carpeta (2)").CheckAsync();
        await visit.Page.GetByLabel("Prueba antes").SelectOptionAsync("1");
        await visit.PressAsync(visit.Button("Devolver y reprocesar"));
        await visit.SeeAsync("Primero, a prueba, 1; el resto sigue solo si la prueba sale bien.");
        await visit.PressAsync(visit.Button("Devolver y reprocesar"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("retenida", Patiently);
        await visit.SeeAsync("La prueba no salió bien: 1 de 1 con error. Quedan 1 sin empezar");
        Assert.Equal("error", await portal.Installation.ScalarAsync<string>("SELECT location FROM file WHERE file_name = 'XCADENA_20240514.txt'"));
        // The rest is put right meanwhile.
        portal.WriteGoodChains("input");
        await visit.GoAsync("/");
        await visit.SeeAsync("Operación 1: Reprocesar archivos");
        await visit.PressAsync(visit.Link("Operación 1: Reprocesar archivos"));
        await visit.PressAsync(visit.Button("Seguir con el resto (1)"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("parcial", Patiently);
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_cadena"));
        visit.AssertClean();
    }

    private static Task<long> AuditedAsync(PortalUnderTest portal) => portal.Installation.ScalarAsync<long>(
        "SELECT count(*) FROM audit_log WHERE user_name = 'operador' AND procedure_name <> 'entrar'");
}
