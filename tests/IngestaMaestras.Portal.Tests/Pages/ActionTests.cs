using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Buttons, and what they leave behind.</summary>
public sealed class ActionTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task The_page_of_a_run_renews_itself_until_the_run_has_ended()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "live", null, "--no-worker");
        portal.WriteGoodCurrencies();
        portal.WriteGoodChains("input");
        await using var visit = await portal.VisitAsync("/");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Ejecutar ahora" }).ClickAsync();
        await visit.Page.GetByLabel("Fecha de proceso").FillAsync(PortalUnderTest.Date);
        await visit.PressAsync(visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Ejecutar", Exact = true }));
        await visit.PressAsync(visit.Link("Ver la ejecución 1"));
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("en cola");
        // What the reader has opened and typed is the reader's.
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Cancelar" }).ClickAsync();
        await visit.Page.GetByLabel("Motivo").FillAsync("tal vez");
        await visit.Page.EvaluateAsync("window.samePage = true");
        var answers = 0;
        visit.Page.Response += (_, response) => answers += response.Url.Contains("handler=Live", StringComparison.Ordinal) ? 1 : 0;
        await Eventually.TrueAsync(() => answers >= 2, message: "the page asked twice");
        await Expect(visit.Page.GetByLabel("Motivo")).ToHaveValueAsync("tal vez");

        portal.StartAnother("--no-portal", "--no-scheduler");

        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
        await visit.SeeAsync("XCADENA_20240514.txt");
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.samePage"));
        // It ended: nobody asks any more.
        var asked = answers;
        await visit.Page.WaitForTimeoutAsync(4_500);
        Assert.Equal(asked, answers);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_run_that_is_under_way_is_cancelled_and_says_what_was_written_already()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "cancelrun");
        portal.WriteGoodCurrencies();
        portal.WriteGoodChains("input");
        // One merge waits, as behind another that is at work, while the other file is loaded.
        await using var other = await portal.Installation.ConnectAsync();
        await using var merge = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await MasterLock.AcquireAsync(other, "XCADENA", TestContext.Current.CancellationToken);
        await using var visit = await portal.VisitAsync($"/ejecuciones/nueva?fecha={PortalUnderTest.Date}");
        await visit.PressAsync(visit.Page.Locator("main").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Ejecutar", Exact = true }));
        await Eventually.TrueAsync(
            async () => await portal.Installation.ScalarAsync<bool>(
                "SELECT count(*) FILTER (WHERE status = 'loaded') = 1 AND count(*) FILTER (WHERE status = 'running') = 1 FROM run_file"),
            TimeSpan.FromMinutes(1), "one file is loaded, one waits to merge");
        await using (var reader = await portal.VisitAsync("/ejecuciones/1", role: Roles.Reader))
        {
            await Expect(reader.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Cancelar" })).ToHaveCountAsync(0);
        }

        await visit.GoAsync("/ejecuciones/1");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Cancelar" }).ClickAsync();
        await visit.Page.GetByLabel("Motivo").FillAsync("llegó el archivo equivocado");
        await visit.PressAsync(visit.Button("Cancelar la ejecución"));

        // It does not wait for the other: a worker hears of it with its heartbeat.
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("cancelada", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
        await merge.RollbackAsync(TestContext.Current.CancellationToken);
        await visit.SeeAsync("XMONEDA_20240514.txt");
        Assert.Equal(["input/XCADENA_20240514.txt", "processed/2024-05-14/XMONEDA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_moneda"));
        // Its very table was still to be made, under the same lock.
        Assert.True(await portal.Installation.ScalarAsync<bool>("SELECT to_regclass('erp_cadena') IS NULL"));
        Assert.Equal(
            "operador succeeded llegó el archivo equivocado",
            await portal.Installation.ScalarAsync<string>(
                "SELECT concat_ws(' ', user_name, result_status, additional_info ->> 'reason') FROM audit_log WHERE procedure_name = 'cancelar'"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Of_several_files_each_answers_for_itself()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "several");
        portal.WriteBrokenChains();
        portal.Installation.WriteLines("XMONEDA_20240514.txt", ["x"]);
        await portal.RunAsync();
        await using var visit = await portal.VisitAsync("/archivos");
        await visit.Page.GetByLabel("Todos los de esta página").CheckAsync();
        await Expect(visit.Page.Locator("[data-selected]")).ToHaveTextAsync("Seleccionados: 2");
        await visit.PressAsync(visit.Button("Devolver a input"));
        await visit.SeeAsync("Se hará en 2 elementos.");
        // Somebody is quicker with one of them, after the look and before the press.
        File.Delete(Path.Combine(portal.Root, "error/2024-05-14/XMONEDA_20240514.txt"));
        await visit.PressAsync(visit.Button("Devolver a input"));
        Assert.Equal(409, visit.Response.Status);
        await visit.SeeAsync("No se hizo nada: algo cambió desde que lo vio.");
        await visit.SeeAsync("Cambió: XMONEDA_20240514.txt: Ya no está en error/2024-05-14/XMONEDA_20240514.txt");
        Assert.Equal(["error/2024-05-14/XCADENA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE user_name = 'operador' AND procedure_name <> 'entrar'"));

        await visit.PressAsync(visit.Button("Devolver a input"));
        await visit.SeeAsync("XCADENA_20240514.txt volvió a input/XCADENA_20240514.txt");
        await visit.SeeAsync("se dejó");
        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta", new LocatorAssertionsToHaveTextOptions { Timeout = 30_000 });
        Assert.Equal(["input/XCADENA_20240514.txt"], portal.Installation.Files());
        Assert.Equal(
            "devolver_a_input succeeded,devolver_archivos succeeded",
            await portal.Installation.ScalarAsync<string>(
                "SELECT string_agg(procedure_name || ' ' || result_status, ',' ORDER BY id) FROM audit_log WHERE user_name = 'operador' AND procedure_name <> 'entrar'"));

        await visit.GoAsync("/archivos?carpeta=processed");
        await visit.GoAsync("/operaciones/nueva?accion=devolver-archivos&volver=%2Farchivos");
        await Expect(visit.Results).ToContainTextAsync("No seleccionó ningún archivo.");
    }

    [Fact]
    public async Task A_held_merge_is_discarded_or_approved_with_a_reason()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "held", ["XMONEDA", "XCAN"]);
        foreach (var name in new[] { "XMONEDA", "XCAN" })
        {
            portal.Installation.WriteLines($"{name}_20240513.txt", Enumerable.Range(1, 40).Select(i => $"{i:00}NOMBRE {i}"));
            portal.Installation.WriteLines($"{name}_20240514.txt", ["01NOMBRE 1", "02NOMBRE 2"]);
        }

        await portal.RunAsync("2024-05-13");
        await portal.RunAsync();
        await using var visit = await portal.VisitAsync("/");
        await DecideAsync(visit, "XMONEDA", "Aprobar y borrar 38 filas");
        await portal.Installation.RunEndedAsync();
        await DecideAsync(visit, "XCAN", "Descartar el archivo");
        Assert.Equal("succeeded", await portal.Installation.RunEndedAsync());

        Assert.Equal(2, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_moneda"));
        Assert.Equal(40, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_canal"));
        Assert.Contains("error/2024-05-14/XCAN_20240514.txt", portal.Installation.Files());
        Assert.Equal(
            "aprobar_borrado operador porque así es,descartar_retenido operador porque así es",
            await portal.Installation.ScalarAsync<string>(
                """
                SELECT string_agg(concat_ws(' ', procedure_name, user_name, additional_info ->> 'reason'), ',' ORDER BY id)
                  FROM audit_log WHERE procedure_name IN ('aprobar_borrado', 'descartar_retenido')
                """));
    }

    [Fact]
    public async Task The_schedule_is_paused_with_a_reason_and_resumed_from_the_banner()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "pause");
        await using var visit = await portal.VisitAsync("/");
        await visit.Page.Locator("summary", new PageLocatorOptions { HasTextString = "Pausar" }).ClickAsync();
        await visit.Page.Locator("form[action='/?handler=Pause']").GetByLabel("Motivo").FillAsync("mantenimiento del ERP");
        await visit.PressAsync(visit.Button("Pausar"));

        await Expect(visit.Results).ToContainTextAsync("En pausa: la programación nocturna.");
        await visit.GoAsync("/fechas");
        await Expect(visit.Page.Locator(".banner")).ToContainTextAsync("Pausa de operador: mantenimiento del ERP");
        await visit.PressAsync(visit.Button("Reanudar la programación nocturna"));
        await Expect(visit.Results).ToContainTextAsync("Reanudado: la programación nocturna.");
        Assert.Equal("/fechas", visit.PathAndQuery);
        await Expect(visit.Page.Locator(".banner")).ToHaveCountAsync(0);
        Assert.Equal(
            "pausar succeeded,reanudar succeeded",
            await portal.Installation.ScalarAsync<string>("SELECT string_agg(procedure_name || ' ' || result_status, ',' ORDER BY id) FROM audit_log WHERE procedure_name <> 'entrar'"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Several_dates_are_reprocessed_at_once_and_one_without_failures_says_so()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "dates", ["XCADENA"]);
        foreach (var date in new[] { "20240512", "20240513", "20240514" })
        {
            portal.Installation.WriteLines($"XCADENA_{date}.txt", [date == "20240513" ? "ABUENA" : "1mala"]);
            await portal.RunAsync($"{date[..4]}-{date[4..6]}-{date[6..]}");
        }

        await using var visit = await portal.VisitAsync("/fechas");
        await visit.Page.GetByLabel("Todas las que tienen archivos con error").CheckAsync();
        await Expect(visit.Page.Locator("[data-selected]")).ToHaveTextAsync("Seleccionadas: 2");
        await visit.PressAsync(visit.Button("Reprocesar fallidos de las seleccionadas"));
        await visit.SeeAsync("Se hará en 2 elementos.");
        await visit.SeeAsync("Vuelve de error/2024-05-12 a input y se reprocesa. No cambiará la base: XCADENA ya tiene la fecha 2024-05-13");
        await visit.PressAsync(visit.Button("Repetir"));

        await Expect(visit.Page.Locator("h1 .badge")).ToHaveTextAsync("parcial", new LocatorAssertionsToHaveTextOptions { Timeout = 60_000 });
        await portal.Installation.RunEndedAsync();
        Assert.Equal(2, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run WHERE trigger = 'reprocess' AND parent_run_id IS NOT NULL"));

        await visit.GoAsync("/fechas");
        await visit.PressAsync(visit.Button("Reprocesar fallidos de las seleccionadas"));
        await Expect(visit.Results).ToContainTextAsync("No seleccionó ninguna fecha.");

        // And the one file, in the row where it is shown.
        await visit.GoAsync("/fechas?hasta=2024-05-14");
        await visit.PressAsync(visit.Button("Reprocesar XCADENA_20240514.txt"));
        await Expect(visit.Results).ToContainTextAsync("1 archivo(s) de la fecha 2024-05-14 se reprocesan");
    }

    [Fact]
    public async Task Layouts_that_cannot_be_used_are_told_on_every_page()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "layouts");
        await using var visit = await portal.VisitAsync("/ejecuciones");
        await Expect(visit.Page.Locator(".banner")).ToHaveCountAsync(0);
        var path = Path.Combine(portal.Layouts, "XCADENA.toon");
        await File.WriteAllTextAsync(
            path, (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Replace("CODCADE,0,1", "CODCADE,0,5", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        await Eventually.TrueAsync(async () =>
        {
            await visit.GoAsync("/ejecuciones");
            return await visit.Page.Locator(".banner").CountAsync() == 1;
        });
        await Expect(visit.Page.Locator(".banner")).ToContainTextAsync("Siguen en vigor los últimos que estaban bien.");
        await Expect(visit.Page.Locator(".banner li")).ToContainTextAsync("se superpone");
        await visit.GoAsync("/");
        await Expect(visit.Page.Locator(".todo")).ToContainTextAsync("se superpone");
    }

    [Fact]
    public async Task The_night_triggered_in_the_jobs_dashboard_is_executed()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "night");
        await using var visit = await portal.VisitAsync("/hangfire/recurring");
        await visit.Page.Locator("tr", new PageLocatorOptions { HasTextString = "ingesta-diaria-maestras-erp" }).Locator("input").CheckAsync();
        // The dashboard posts and then loads its page again; going elsewhere in between would be undone by that.
        await visit.PressAsync(visit.Page.Locator(".js-jobs-list-command[data-url$='recurring/trigger']"));

        await Eventually.TrueAsync(async () =>
        {
            await visit.GoAsync("/hangfire/jobs/succeeded");
            return (await visit.Page.ContentAsync()).Contains("crear las ejecuciones que tocan", StringComparison.Ordinal);
        });
    }

    private static async Task DecideAsync(Visit visit, string master, string decision)
    {
        await visit.GoAsync("/");
        var held = visit.Page.Locator(".todo > li", new PageLocatorOptions { HasTextString = $"{master}_20240514.txt borraría" });
        await held.Locator("summary").ClickAsync();
        await held.GetByLabel("Motivo").FillAsync("porque así es");
        await visit.PressAsync(held.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = decision }));
        await Expect(visit.Results).ToContainTextAsync("Decisión registrada");
    }
}
