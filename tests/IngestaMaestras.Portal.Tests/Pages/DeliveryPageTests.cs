using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Where changes have gone: on the page of a run and on that of the targets.</summary>
public sealed class DeliveryPageTests(PostgresFixture postgres, Chromium chromium)
{
    [Fact]
    public async Task A_run_shows_what_was_delivered_where_and_the_local_cluster_is_named()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "deliveries");
        portal.WriteGoodCurrencies();
        await portal.RunAsync();

        await using var visit = await portal.VisitAsync("/ejecuciones/1");
        var deliveries = visit.Page.Locator(".deliveries li");
        var patient = new LocatorAssertionsToContainTextOptions { IgnoreCase = true, Timeout = 60_000 };
        await Expect(deliveries.Filter(new LocatorFilterOptions { HasText = "Kafka" })).ToContainTextAsync("entregado", patient);
        await Expect(deliveries.Filter(new LocatorFilterOptions { HasText = "Kafka" })).ToContainTextAsync("3 cambios");
        await Expect(deliveries.Filter(new LocatorFilterOptions { HasText = "Oracle" })).ToContainTextAsync("apagado", patient);

        await visit.PressAsync(visit.Link("Entregas"));
        await Expect(visit.Page.Locator("#destino-kafka")).ToContainTextAsync("Clúster local de este portal", patient);
        await Expect(visit.Page.Locator("#destino-kafka h2")).ToContainTextAsync("responde", patient);
        await Expect(visit.Page.Locator("#destino-oracle h2")).ToContainTextAsync("apagado", patient);
        await Expect(visit.Page.Locator("#entrega-kafka-XMONEDA")).ToContainTextAsync("entregado", patient);

        await visit.Page.GetByLabel("Estado").SelectOptionAsync("con error");
        await visit.PressAsync(visit.Button("Filtrar"));
        Assert.Equal("/entregas?destino=&maestra=&estado=error", visit.PathAndQuery);
        await Expect(visit.Page.Locator("#destino-kafka")).ToContainTextAsync("Ninguna entrega cumple los filtros.");
        await visit.GoAsync("/entregas?destino=oracle");
        await Expect(visit.Page.Locator("#destino-kafka")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("#destino-oracle")).ToBeVisibleAsync();
        await visit.GoAsync("/");
        await visit.SeeAsync("clúster local");
        visit.AssertClean();
    }

    [Fact]
    public async Task What_failed_is_on_the_start_page_and_is_delivered_by_a_click_and_refused_rows_are_listed()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "delivernow");
        portal.WriteGoodCurrencies();
        await portal.RunAsync();
        await portal.Installation.ExecuteAsync(
            """
            UPDATE delivery SET watermark = 0, status = 'failed', attempts = 4, last_error = 'Kafka no responde.' WHERE target = 'kafka';
            INSERT INTO delivery_fault (target, maestra, key_text, version, reason) VALUES ('kafka', 'XMONEDA', '<b>99', 1, 'demasiado grande')
            """);
        await using var visit = await portal.VisitAsync("/");
        await Expect(visit.Page.Locator("#todo-delivery-kafka")).ToContainTextAsync("XMONEDA");
        await visit.PressAsync(visit.Page.Locator("#todo-delivery-kafka a"));
        var row = visit.Page.Locator("#entrega-kafka-XMONEDA");
        await Expect(row).ToContainTextAsync("intento 4 de 4");
        await visit.SeeAsync("demasiado grande");

        await visit.PressAsync(row.GetByRole(AriaRole.Button));

        await Expect(visit.Results).ToContainTextAsync("Kafka: 1 entregas en marcha.");
        await Expect(row).ToContainTextAsync("entregado", new LocatorAssertionsToContainTextOptions { IgnoreCase = true, Timeout = 60_000 });
        Assert.Equal("operador", await portal.Installation.ScalarAsync<string>("SELECT user_name FROM audit_log WHERE procedure_name = 'entregar_ahora'"));
        visit.AssertClean();
    }
}
