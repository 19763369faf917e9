using System.Globalization;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Tests.Observability;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Pages;

/// <summary>Salud: what is wrong now, whoever found it, where to mend it, and the button that tries whether messages arrive.</summary>
public sealed class AlertPageTests(PostgresFixture postgres, Chromium chromium) : IAsyncLifetime
{
    private const string OwnText = "La fecha 2024-05-14 tiene archivos fallidos";
    private const string OfPrometheus = "Hay ejecuciones fallidas";

    private readonly MailSink _mail = new();
    private readonly WebhookSink _webhook = new();
    private readonly int _metricsPort = FreePort.Next();

    [Fact]
    public async Task A_failed_date_is_told_with_its_page_and_an_administrator_may_try_whether_messages_arrive()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "alertpage", null, Settings());
        await using (var calm = await portal.VisitAsync("/salud"))
        {
            // What was asked before the program had come up is asked again.
            await calm.SeeAsync("todo está como debe");
        }

        portal.WriteBrokenChains();
        await portal.RunAsync();
        foreach (var (width, withScript) in new[] { (1280, true), (390, false) })
        {
            await using var visit = await portal.VisitAsync("/salud", width, withScript);
            await Expect(visit.Page.Locator("table").First).ToContainTextAsync("crítico");
            await Expect(visit.Page.Locator("table").First).ToContainTextAsync("vuelva a ejecutar la fecha");
            await Expect(visit.Button("Enviar un aviso de prueba")).ToHaveCountAsync(0);
            await visit.PressAsync(visit.Link(OwnText));
            Assert.Equal("/fechas?hasta=2024-05-14", visit.PathAndQuery);
            await Expect(visit.Page.Locator("#fecha-2024-05-14")).ToBeVisibleAsync();
            visit.AssertClean();
        }

        await EveryLinkOfAlertsAndDashboardsIsAnsweredAsync(portal);
        await using var administrator = await portal.VisitAsync("/salud", role: Roles.Administrator);
        await administrator.PressAsync(administrator.Button("Enviar un aviso de prueba"));
        await Expect(administrator.Results).ToContainTextAsync("Aviso de prueba enviado por mail.");
        await Expect(administrator.Results).ToContainTextAsync("Aviso de prueba enviado por webhook.");
        administrator.AssertClean();
        Assert.Single(_webhook.Told, t => t.Name == "Prueba");
        Assert.Single(_mail.Messages, m => m.Contains("Prueba", StringComparison.Ordinal) && m.Contains("operadores@example.com", StringComparison.Ordinal));
        Assert.Equal(2, await TrialsAsync(portal, "succeeded"));

        // A channel that does not answer is told as such, and the other one is tried all the same.
        _webhook.FailNext(1);
        await administrator.PressAsync(administrator.Button("Enviar un aviso de prueba"));
        await Expect(administrator.Results).ToContainTextAsync("El aviso de prueba no salió por webhook");
        await Expect(administrator.Results).ToContainTextAsync("Aviso de prueba enviado por mail.");
        Assert.Equal(1, await TrialsAsync(portal, "error"));

        using Browserless other = new(portal.Url);
        other.Become(await portal.SignInAsync(Roles.Operator));
        using var refused = await other.PostAsync("/salud?handler=Trial", "/");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(2, _mail.Messages.Count(m => m.Contains("Prueba", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task With_Prometheus_its_alerts_are_shown_and_the_portal_tells_nobody()
    {
        await using var prometheus = await PrometheusUnderTest.StartAsync(new Dictionary<string, string?>
        {
            ["SCRAPE_INTERVAL"] = "1s", ["EVALUATION_INTERVAL"] = "1s", ["INGESTA_TARGETS"] = $"\"127.0.0.1:{_metricsPort}\"",
            ["PORTAL_URL"] = "https://otro.example/bajo/otro/nombre",
        });
        var settings = Settings();
        settings["Alerts__PrometheusUrl"] = prometheus.Url.ToString();
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "alertprometheus", null, settings);
        portal.WriteBrokenChains();
        await portal.RunAsync();
        await using var visit = await portal.VisitAsync("/salud");

        // The page renews itself.
        await visit.SeeAsync(OfPrometheus);
        await Expect(visit.Page.Locator("main")).Not.ToContainTextAsync(OwnText);
        await prometheus.KillAsync();
        await visit.SeeAsync("Prometheus no responde");
        await visit.SeeAsync(OwnText);
        await visit.PressAsync(visit.Link(OwnText));
        visit.AssertClean();
        Assert.Empty(_webhook.Told);
        Assert.Empty(_mail.Messages);
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM alert_notice"));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _mail.DisposeAsync();
        await _webhook.DisposeAsync();
    }

    private static async Task EveryLinkOfAlertsAndDashboardsIsAnsweredAsync(PortalUnderTest portal)
    {
        using var rendered = await RenderedConfiguration.CreateAsync();
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Administrator));
        var links = AlertRule.Read(rendered.PathOf("alerts.yml")).Select(a => a.Values["enlace"].Replace("{{ $externalLabels.portal }}", "", StringComparison.Ordinal))
            .Concat(Dashboard.ReadAll().SelectMany(d => d.Links()).Select(l => l.Replace("${portal}", "", StringComparison.Ordinal)))
            .Select(l => l.Replace("{{ $labels.maestra }}", "XCADENA", StringComparison.Ordinal).Replace("${fecha}", PortalUnderTest.Date, StringComparison.Ordinal))
            .Distinct().ToList();
        Assert.True(links.Count > 10);
        foreach (var link in links)
        {
            using var answer = await visitor.GetAsync(link);
            Assert.True(answer.StatusCode == System.Net.HttpStatusCode.OK, $"{link}: {answer.StatusCode}");
        }
    }

    private static Task<long> TrialsAsync(PortalUnderTest portal, string status) => portal.Installation.ScalarAsync<long>(
        $"SELECT count(*) FROM audit_log WHERE procedure_name = 'aviso_de_prueba' AND user_name = '{Roles.Administrator}' AND result_status = '{status}'")!;

    private Dictionary<string, string> Settings() => new()
    {
        ["Metrics__Port"] = _metricsPort.ToString(CultureInfo.InvariantCulture),
        ["Metrics__MaxAge"] = "00:00:01",
        ["Alerts__Smtp"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_mail.Port}"),
        ["Alerts__SmtpTls"] = "false",
        ["Alerts__MailFrom"] = "ingesta@example.com",
        ["Alerts__MailTo"] = "operadores@example.com",
        ["Alerts__WebhookUrl"] = _webhook.Url,
        ["Alerts__Interval"] = "00:00:00.200",
    };
}
