using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>The portal is killed between the click on a wide action and its end.</summary>
public sealed class OperationCrashTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task Dates_that_were_being_run_again_go_on_after_a_restart()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "opkill", ["XCADENA"]);
        string[] days = ["20240512", "20240513", "20240514"];
        foreach (var day in days)
        {
            portal.Installation.WriteLines($"XCADENA_{day}.txt", ["1mala"]);
            await portal.RunAsync($"{day[..4]}-{day[4..6]}-{day[6..]}");
        }

        foreach (var day in days)
        {
            portal.Installation.WriteLines($"XCADENA_{day}.txt", [$"A{day}"]);
        }

        await using (var visit = await portal.VisitAsync("/operaciones/nueva?accion=repetir-fechas&desde=2024-05-12&hasta=2024-05-14"))
        {
            await visit.PressAsync(visit.Button("Repetir"));
            Assert.Equal("/operaciones/1", visit.PathAndQuery);
        }

        await portal.KillAsync();
        await portal.ServeAgainAsync();

        await Eventually.TrueAsync(
            async () => await portal.Installation.ScalarAsync<string>("SELECT status FROM operation") is not ("queued" or "running"),
            TimeSpan.FromMinutes(2), "the operation ended");
        Assert.Equal("succeeded", await portal.Installation.ScalarAsync<string>("SELECT status FROM operation"));
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run WHERE trigger = 'reprocess'"));
        Assert.Equal("A 20240514", await portal.Installation.ScalarAsync<string>("SELECT string_agg(codcade || ' ' || nombre, ',') FROM erp_cadena"));
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name = 'repetir_fechas' AND result_status = 'succeeded'"));
        await using var after = await portal.VisitAsync("/operaciones/1");
        await Expect(after.Page.Locator("h1 .badge")).ToHaveTextAsync("correcta");
    }
}
