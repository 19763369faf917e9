using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Mantenimiento: what it shows, and its buttons; and the same from the command line.</summary>
public sealed class MaintenancePageTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task An_administrator_runs_a_task_with_a_click_and_the_page_tells_how_it_went()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "maintenance");
        await portal.Installation.ExecuteAsync(
            "INSERT INTO error_log (fecha_proceso, \"timestamp\", error_type, severity, message) VALUES ('2024-01-01', now() - interval '2 years', 'X', 'error', 'x')");
        await using var visit = await portal.VisitAsync("/mantenimiento", role: Roles.Administrator);
        await using (var operatorVisit = await portal.VisitAsync("/mantenimiento"))
        {
            await Expect(operatorVisit.Page.Locator("#tarea-errores")).ToBeVisibleAsync();
            await Expect(operatorVisit.Page.Locator("#mantenimiento button")).ToHaveCountAsync(0);
        }

        var row = visit.Page.Locator("#tarea-errores");
        await Expect(row).ToContainTextAsync("nunca");
        await row.GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();
        await Expect(visit.Page.Locator("#tarea-errores")).ToContainTextAsync("1 retirados.", new() { Timeout = 30_000 });
        await Expect(visit.Page.Locator("#tarea-errores")).ToContainTextAsync("correcta");
        visit.AssertClean();
        Assert.Equal(1, await portal.Installation.ScalarAsync<int>("SELECT count(*) FROM audit_log WHERE procedure_name = 'mantenimiento' AND user_name <> 'sistema'"));

        var again = await portal.Installation.RunAsync("maintenance", "run", "errores", "--json");
        var unknown = await portal.Installation.RunAsync("maintenance", "run", "nada");
        var list = await portal.Installation.RunAsync("maintenance", "list");

        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("\"done\":true", again.Output, StringComparison.Ordinal);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("Se esperaba: respaldo", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("errores              succeeded", list.Output, StringComparison.Ordinal);
        // As many jobs as tasks, and those of earlier versions are gone.
        var tasks = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        Assert.Equal(tasks, await portal.Installation.ScalarAsync<int>("SELECT count(*) FROM hangfire.set WHERE key = 'recurring-jobs' AND value LIKE 'ingesta-mantenimiento-%'"));
    }

    [Fact]
    public async Task Deliveries_that_wait_after_a_restore_are_told_on_Inicio_and_Entregas_with_what_to_do()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "held");
        await portal.Installation.ExecuteAsync(
            """
            INSERT INTO master_state (maestra) VALUES ('XCADENA') ON CONFLICT DO NOTHING;
            INSERT INTO delivery (target, maestra, held_since) VALUES ('kafka', 'XCADENA', now())
                ON CONFLICT (target, maestra) DO UPDATE SET held_since = now()
            """);
        foreach (var path in new[] { "/", "/entregas" })
        {
            await using var visit = await portal.VisitAsync(path);
            await Expect(visit.Page.Locator("#espera-kafka")).ToContainTextAsync("La base se restauró de un respaldo y las entregas a kafka esperan");
            await visit.Page.Locator("#espera-kafka").GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
            await visit.Page.WaitForURLAsync("**/operaciones/nueva?**");
            visit.AssertClean();
        }
    }
}
