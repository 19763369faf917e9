using System.Globalization;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Observability;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>The pages of weekly, monthly and quarterly maintenance, as an administrator uses them.</summary>
public sealed class UpkeepPageTests(PostgresFixture postgres, Chromium chromium)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_weekly_report_is_made_once_mailed_until_it_is_out_shown_and_downloaded()
    {
        await using MailSink mail = new();
        await using var portal = await PortalUnderTest.StartAsync(
            postgres, chromium, "weekly", null,
            new Dictionary<string, string>
            {
                ["Alerts__Smtp"] = "127.0.0.1:1", ["Alerts__SmtpTls"] = "false", ["Alerts__MailFrom"] = "ingesta@prueba.co",
                ["Alerts__MailTo"] = "turno@prueba.co", ["Alerts__PortalUrl"] = "https://portal.prueba.co",
            });
        portal.WriteGoodChains("input");
        portal.Installation.WriteLines($"XMONEDA_{PortalUnderTest.CompactDate}.txt", ["xPESO"]);
        await portal.RunAsync();
        // What was loaded belongs to the week that has ended.
        await portal.Installation.ExecuteAsync(
            "UPDATE run SET started_at = started_at - interval '7 days', ended_at = ended_at - interval '7 days'; UPDATE run_file SET ended_at = ended_at - interval '7 days'; UPDATE step SET ended_at = ended_at - interval '7 days'");

        var unsent = await portal.Installation.RunAsync("maintenance", "run", "informe-semanal");
        Assert.Equal(1, unsent.ExitCode);
        Assert.Contains("127.0.0.1:1", unsent.Error, StringComparison.Ordinal);
        portal.Installation.Environment["Alerts__Smtp"] = $"127.0.0.1:{mail.Port.ToString(CultureInfo.InvariantCulture)}";
        var sent = await portal.Installation.RunAsync("maintenance", "run", "informe-semanal");
        var again = await portal.Installation.RunAsync("maintenance", "run", "informe-semanal");

        Assert.True(sent.ExitCode == 0, sent.Error);
        Assert.Contains("Enviado a turno@prueba.co.", sent.Output, StringComparison.Ordinal);
        Assert.EndsWith("ya tiene su informe.", again.Output.Trim(), StringComparison.Ordinal);
        var message = Assert.Single(mail.Messages);
        Assert.Contains("multipart/alternative", message, StringComparison.Ordinal);
        Assert.Equal("1|2", await portal.Installation.ScalarAsync<string>("SELECT count(*) || '|' || max(mail_attempts) FROM weekly_report WHERE mailed_at IS NOT NULL"));

        await using var visit = await portal.VisitAsync("/mantenimiento/informes", role: Roles.Administrator);
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("turno@prueba.co");
        await visit.Page.Locator("tbody th a").ClickAsync();
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Volumen de las maestras");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("XCADENA");
        await Expect(visit.Page.Locator("tr.marked").First).ToBeVisibleAsync();
        visit.AssertClean();
        var week = visit.Page.Url.Split('/')[^1];
        using Browserless browserless = new(portal.Url);
        browserless.Become(await portal.SignInAsync(Roles.Reader));
        using var html = await browserless.GetAsync($"/mantenimiento/informes/{week}?handler=Html");
        Assert.Contains("href=\"https://portal.prueba.co/maestras/XCADENA\"", await html.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var csv = await browserless.GetAsync($"/mantenimiento/informes/{week}?handler=Csv");
        Assert.Contains("Errores y avisos por maestra y tipo", await csv.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var now = await browserless.GetAsync("/mantenimiento/informes/ahora");
        Assert.Equal(System.Net.HttpStatusCode.OK, now.StatusCode);
    }

    [Fact]
    public async Task An_administrator_plans_and_cancels_a_rebuild_reads_the_permissions_and_reviews_the_month()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "upkeep");
        await portal.Installation.ExecuteAsync("UPDATE account SET password_changed_at = now() - interval '200 days', must_change = false WHERE role = 'administrador'");
        await using var visit = await portal.VisitAsync("/mantenimiento/reconstruccion", role: Roles.Administrator);
        await portal.Installation.ExecuteAsync("UPDATE account SET password_changed_at = now() - interval '200 days', must_change = false WHERE name = 'admin'");

        await visit.Page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => { d.open = true; })");
        await visit.Page.GetByLabel("Elegir error_log").CheckAsync();
        await visit.PressAsync(visit.Button("Planear"));
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Plan 1: VACUUM FULL");
        await Expect(visit.Page.Locator(".plan tbody tr")).ToContainTextAsync("espera");
        await visit.Page.Locator(".plan").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(visit.Page.Locator(".plan")).ToContainTextAsync("cancelado por");
        await Expect(visit.Page.Locator(".plan tbody tr")).ToContainTextAsync("no se hizo");

        await visit.GoAsync("/mantenimiento");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("La contraseña del administrador admin no cambia desde hace 200 días.");
        await visit.GoAsync("/mantenimiento/permisos");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Claves de API");

        await visit.GoAsync("/mantenimiento/revision");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("ConnectionStrings:Hub = (oculto)");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("librdkafka");
        var ticks = visit.Page.GetByLabel("Revisado");
        for (var i = 0; i < await ticks.CountAsync() - 1; i++)
        {
            await ticks.Nth(i).CheckAsync();
        }

        await visit.Page.Locator("input[name='nota-espacio']").FillAsync("Pedir disco");
        await visit.PressAsync(visit.Button("Guardar la revisión"));
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("faltan 1 puntos");
        await Expect(visit.Page.Locator("input[name='nota-espacio']")).ToHaveValueAsync("Pedir disco");
        // A month later, with another layout.
        await portal.Installation.ExecuteAsync("UPDATE review SET month = month - interval '1 month', facts = jsonb_set(facts, '{layouts,XMONEDA}', '\"otra\"')");
        await visit.GoAsync("/mantenimiento/revision");
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Cambió desde la revisión anterior: XMONEDA.");
        await Expect(visit.Page.Locator("input[name='nota-espacio']")).ToHaveValueAsync("");
        visit.AssertClean();
        Assert.Equal(
            "cancelar_reconstruccion,planear_reconstruccion,revision_mensual",
            await portal.Installation.ScalarAsync<string>("SELECT string_agg(procedure_name, ',' ORDER BY procedure_name) FROM audit_log WHERE procedure_name ~ 'reconstruccion|revision'"));
    }

    [Fact]
    public async Task An_archived_file_is_found_shown_downloaded_and_sent_back_in_the_portal()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "archived");
        portal.WriteGoodChains("input");
        await portal.RunAsync();
        await portal.Installation.ExecuteAsync(
            """
            CREATE FUNCTION db_masterdatahub.wait_for_death() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
            CREATE TRIGGER wait_for_death BEFORE UPDATE ON file FOR EACH ROW WHEN (NEW.location = 'archived') EXECUTE FUNCTION db_masterdatahub.wait_for_death()
            """);
        var files = await portal.Installation.ScalarAsync<int>("SELECT count(*) FROM file WHERE location = 'processed'");
        Assert.NotEqual(0, files);

        // Killed when the archive was there and no row led to it.
        await using (var connection = await portal.Installation.ConnectAsync())
        {
            await using (var command = connection.CreateCommand())
            {
                command.CommandText = "SELECT pg_advisory_lock(4711)";
                await command.ExecuteNonQueryAsync(Ct);
            }

            await using var process = portal.Installation.Start("maintenance", "run", "archivo-historico");
            await Eventually.TrueAsync(async () => await portal.Installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted)"));
            process.Kill();
            // Its statement would go on without it as soon as it may.
            await portal.Installation.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted");
            Assert.Equal(["2024-05.zip"], Directory.EnumerateFiles(Path.Combine(portal.Root, "archive")).Select(Path.GetFileName));
            Assert.Equal(files, await portal.Installation.ScalarAsync<int>("SELECT count(*) FROM file WHERE location = 'processed'"));
        }

        await portal.Installation.ExecuteAsync("DROP TRIGGER wait_for_death ON file");
        await using var visit = await portal.VisitAsync("/mantenimiento", role: Roles.Administrator);
        await visit.Page.Locator("#tarea-archivo-historico").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(visit.Page.Locator("#tarea-archivo-historico")).ToContainTextAsync($"{files} archivos de processed/ comprimidos en 0 archivos mensuales", new() { Timeout = 30_000 });
        Assert.Equal(["2024-05.zip"], Directory.EnumerateFiles(Path.Combine(portal.Root, "archive")).Select(Path.GetFileName));

        await visit.GoAsync("/archivos?carpeta=archived");
        await visit.Page.Locator("tbody th a").First.ClickAsync();
        await Expect(visit.Page.Locator("main")).ToContainTextAsync("2024-05.zip, comprobado con su huella al sacarlo");
        await Expect(visit.Page.Locator("#lineas tbody tr").First).ToBeVisibleAsync();
        using Browserless browserless = new(portal.Url);
        browserless.Become(await portal.SignInAsync(Roles.Operator));
        using var download = await browserless.GetAsync(new Uri(visit.Page.Url).AbsolutePath + "/descarga");
        Assert.StartsWith("ASUPER INTER", await download.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        await visit.GoAsync("/archivos?carpeta=archived");
        await visit.Page.GetByLabel("Todos los de esta página").CheckAsync();
        await visit.PressAsync(visit.Button("Devolver a input"));
        await visit.PressAsync(visit.Button("Devolver a input"));
        await Eventually.TrueAsync(async () => await portal.Installation.ScalarAsync<int>("SELECT count(*) FROM file WHERE location = 'input'") == files);
        visit.AssertClean();
    }

    [Fact]
    public async Task What_the_queue_does_not_forget_is_a_warning_and_old_log_files_go()
    {
        await using var installation = await Processes.Installation.CreateAsync(postgres, "expired");
        var none = await installation.RunAsync("maintenance", "run", "trabajos-vencidos");
        Assert.StartsWith("Nada vencido", none.Output, StringComparison.Ordinal);
        await installation.ExecuteAsync("INSERT INTO hangfire.job (invocationdata, arguments, createdat, expireat) VALUES ('{}', '[]', now(), now() - interval '2 days'), ('{}', '[]', now(), now() - interval '2 hours')");
        for (var time = 0; time < 2; time++)
        {
            var found = await installation.RunAsync("maintenance", "run", "trabajos-vencidos");
            Assert.True(found.ExitCode == 0, found.Error);
            Assert.StartsWith("La cola no retira lo vencido: job (1).", found.Output, StringComparison.Ordinal);
        }

        Assert.Equal("warning", await installation.ScalarAsync<string>("SELECT outcome FROM maintenance_run ORDER BY maintenance_run_id DESC LIMIT 1"));
        var logs = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(installation.Input)!, "logs")).FullName;
        foreach (var (name, days) in new[] { ("ingesta-20240101.json", 40), ("ingesta-20240102.json", 1), ("otro.json", 40) })
        {
            await File.WriteAllTextAsync(Path.Combine(logs, name), "{}", Ct);
            File.SetLastWriteTimeUtc(Path.Combine(logs, name), DateTime.UtcNow.AddDays(-days));
        }

        Assert.StartsWith("1 retirados; quedan 1", (await installation.RunAsync("maintenance", "run", "registros")).Output, StringComparison.Ordinal);
        Assert.StartsWith("0 retirados; quedan 1", (await installation.RunAsync("maintenance", "run", "registros")).Output, StringComparison.Ordinal);
        Assert.Equal(["ingesta-20240102.json", "otro.json"], Directory.EnumerateFiles(logs).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
