using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using IngestaMaestras.Portal.Tests.Observability;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace IngestaMaestras.Portal.Tests.Deployment;

/// <summary>
/// <c>docs/operacion.md</c>: every command and every query in it is executed in the order in which it stands, its links lead
/// somewhere, its tables are complete, and the portal shows it.
/// </summary>
public sealed partial class OperationGuideTests(PostgresFixture postgres, Chromium chromium)
{
    private static readonly string GuidePath = Path.Combine(Repository.Root, "docs", "operacion.md");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_command_and_query_works_as_it_stands()
    {
        var blocks = BlockPattern().Matches(await File.ReadAllTextAsync(GuidePath, Ct))
            .Select(m => (Kind: m.Groups[1].Value, Info: m.Groups[2].Value.Trim(), Text: m.Groups[3].Value)).ToList();
        Assert.Empty(blocks.Select(b => b.Kind).Except(["bash", "sql", "consola"]));
        await using var portal = await PortalUnderTest.StartAsync(
            postgres, chromium, "guia", ["XCADENA", "XMONEDA"], new Dictionary<string, string> { ["Metrics__Port"] = FreePort.Next().ToString(CultureInfo.InvariantCulture) });
        portal.WriteBrokenChains();
        portal.WriteGoodCurrencies();
        var sample = Path.Combine(portal.Root, $"XCADENA_{PortalUnderTest.CompactDate}.txt");
        File.Copy(Path.Combine(portal.Installation.Input, Path.GetFileName(sample)), sample);
        Dictionary<string, string?> environment = new(portal.Installation.Environment)
        {
            ["INGESTA_METRICS_URL"] = $"http://127.0.0.1:{portal.Installation.Environment["Metrics__Port"]}/metrics",
            ["INGESTA_DATA"] = portal.Root,
        };
        var isStopped = false;
        foreach (var block in blocks.Where(b => b.Kind != "consola" && (Long.IsOn || !b.Info.Contains("largo", StringComparison.Ordinal))))
        {
            var text = block.Text
                .Replace("FECHA", PortalUnderTest.Date, StringComparison.Ordinal).Replace("MAESTRA", "XMONEDA", StringComparison.Ordinal)
                .Replace("ARCHIVO", sample, StringComparison.Ordinal).Replace("RESPALDO", NewestBackup(portal.Root), StringComparison.Ordinal);
            if (block.Kind == "sql")
            {
                await using var session = await portal.Installation.ConnectAsync();
                await session.QueryMultipleAsync(text);
                continue;
            }

            var wantsStopped = block.Info.Contains("parado", StringComparison.Ordinal);
            if (wantsStopped && !isStopped)
            {
                await portal.StopAsync();
            }
            else if (!wantsStopped && isStopped)
            {
                await portal.ServeAgainAsync();
            }

            isStopped = wantsStopped;
            var codes = CodePattern().Match(block.Info) is { Success: true } given ? given.Groups[1].Value.Split(',').Select(int.Parse).ToArray() : [0];
            foreach (var command in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var result = await TestProcess.RunAsync(["bash", "-c", command], environment, Repository.Root, timeout: TimeSpan.FromMinutes(3));
                // 1 says that something wants attention, as it does in an installation with a broken file.
                Assert.True(
                    codes.Contains(result.ExitCode) || (codes.Contains(1) && result.ExitCode == 0), $"{command} ended with {result.ExitCode}\n{result.Output}{result.Error}");
            }
        }

        // They did what they say.
        Assert.Equal(3, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM erp_moneda"));
        Assert.Equal(1, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name = 'restaurar'"));
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM delivery WHERE held_since IS NOT NULL AND target = 'kafka'"));
    }

    [Fact]
    public async Task What_is_said_of_services_and_containers_names_those_there_are()
    {
        var services = (await ComposeFile.ReadAsync("completo", new Dictionary<string, string> { ["INGESTA_DB_PASSWORD"] = "x" })).Services;
        var lines = BlockPattern().Matches(await File.ReadAllTextAsync(GuidePath, Ct)).Where(m => m.Groups[1].Value == "consola")
            .SelectMany(m => m.Groups[3].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            var words = line.Split(' ');
            if (words[0] == "systemctl")
            {
                Assert.True(File.Exists(Path.Combine(Repository.Root, "scripts", "systemd", $"{words[^1]}.service")), line);
                continue;
            }

            Assert.True(line.StartsWith("docker compose ", StringComparison.Ordinal), line);
            var named = words.Skip(2).Where(w => !w.StartsWith('-')).Select(w => w.Split('=')[0]);
            Assert.All(named, name => Assert.True(services.ContainsKey(name) || name is "completo" or "up" or "logs", $"{line}: {name}"));
        }
    }

    [Fact]
    public async Task Its_links_lead_somewhere_and_readers_may_follow_them()
    {
        await using var portal = await PortalUnderTest.StartAsync(postgres, chromium, "guialinks");
        using Browserless visitor = new(portal.Url);
        visitor.Become(await portal.SignInAsync(Roles.Operator));
        using var help = await visitor.GetAsync("/ayuda");
        var html = await help.Content.ReadAsStringAsync(Ct);
        var links = LinkPattern().Matches(html[html.IndexOf("guide-text", StringComparison.Ordinal)..html.IndexOf("</article>", StringComparison.Ordinal)])
            .Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).Distinct().ToList();

        Assert.True(links.Count > 10);
        foreach (var link in links)
        {
            if (link.StartsWith('#'))
            {
                Assert.Contains($"id=\"{link[1..]}\"", html, StringComparison.Ordinal);
                continue;
            }

            using var page = await visitor.GetAsync(link);
            Assert.True(page.StatusCode == HttpStatusCode.OK, $"{link}: {page.StatusCode}");
        }
    }

    [Fact]
    public async Task Every_type_of_error_every_task_and_every_alert_is_explained()
    {
        var guide = await File.ReadAllTextAsync(GuidePath, Ct);
        await using var installation = await Installation.CreateAsync(postgres, "guiatareas");
        await using var app = await installation.BuildAsync();
        foreach (var task in app.Services.GetRequiredService<MaintenanceRunner>().Tasks)
        {
            Assert.Contains($"`{task.Name}`", guide, StringComparison.Ordinal);
        }

        foreach (var type in ErrorTypes.Groups.SelectMany(g => g.Types))
        {
            Assert.Contains($"`{type}`", guide, StringComparison.Ordinal);
        }

        const string Begin = "<!-- alertas -->\n";
        const string End = "<!-- fin de alertas -->\n";
        var from = guide.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = guide.IndexOf(End, StringComparison.Ordinal);
        var table = "| alerta | gravedad | qué se ve | qué hacer |\n|---|---|---|---|\n" + string.Concat(
            AlertRule.Read(Path.Combine(Repository.Root, "grafana", "prometheus", "alerts.yml")).Where(r => r.IsAlert).Select(Row));
        if (Environment.GetEnvironmentVariable("INGESTA_UPDATE") == "1")
        {
            await File.WriteAllTextAsync(GuidePath, guide[..from] + table + guide[to..], Ct);
            return;
        }

        Assert.Equal(table.Split('\n'), guide[from..to].Split('\n'));
    }

    [Fact]
    public async Task The_portal_shows_it_with_whom_to_call()
    {
        await using var portal = await PortalUnderTest.StartAsync(
            postgres, chromium, "ayuda", null, new Dictionary<string, string> { ["Contacts__Level1__Name"] = "Turno de noche", ["Contacts__Level1__Phone"] = "+57 300 000 0000" });
        await using var visit = await portal.VisitAsync("/", role: Roles.Reader);
        await visit.PressAsync(visit.Link("Ayuda"));

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Guía de operación");
        await Expect(visit.Page.Locator("#contactos")).ToContainTextAsync("Turno de noche");
        await Expect(visit.Page.Locator("#contactos a[href='tel:+573000000000']")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#contactos")).ToContainTextAsync("Contacts:Level2");
        await visit.Page.Locator(".guide-chapters a", new() { HasText = "Emergencias" }).ClickAsync();
        await Expect(visit.Page.Locator("h2#emergencias")).ToBeInViewportAsync();
        Assert.DoesNotContain("<!--", await visit.Page.Locator(".guide-text").InnerTextAsync(), StringComparison.Ordinal);
        visit.AssertClean();
    }

    private static string Row(AlertRule rule) =>
        $"| [`{rule.Name}`]({LinkIn(rule.Values["enlace"])}) | {rule.Values["severity"]} | {Plain(rule.Values["summary"])} | {Plain(rule.Values["description"])} |\n";

    /// <summary>The page without what only an alert knows.</summary>
    private static string LinkIn(string link)
    {
        var path = link[(link.IndexOf("}}", StringComparison.Ordinal) + 2)..];
        return path.IndexOf("{{", StringComparison.Ordinal) is > 0 and var cut ? path[..path.LastIndexOfAny(['?', '/'], cut)] : path;
    }

    private static string Plain(string text) => TemplatePattern().Replace(text, m => m.Value.Contains("$value", StringComparison.Ordinal) ? "N" : "…");

    private static string NewestBackup(string root) => Directory.Exists(Path.Combine(root, "backups"))
        ? Directory.EnumerateFiles(Path.Combine(root, "backups"), "*.dump").Select(Path.GetFileName).Max() ?? "RESPALDO"
        : "RESPALDO";

    private static async Task<IEnumerable<string>> QueryAsync(PortalUnderTest portal, string sql)
    {
        await using var connection = await portal.Installation.ConnectAsync();
        return await connection.QueryAsync<string>(sql);
    }

    [GeneratedRegex("^```([a-z]*)([^\n]*)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex("codigo=([0-9,]+)")]
    private static partial Regex CodePattern();

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"\{\{[^}]*\}\}")]
    private static partial Regex TemplatePattern();
}
