using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IngestaMaestras.Portal.Observability;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>Dashboards and rules ask a real Prometheus only for what there is, after a run of the example files.</summary>
public sealed partial class DashboardTests(PostgresFixture postgres)
{
    /// <summary>Panels and rules that show nothing after a run, and why that is right.</summary>
    private static readonly Dictionary<string, string> EmptyWhenAllIsWell = new()
    {
        ["Llegaron tarde"] = "no file came late",
        ["Cargas retenidas"] = "no merge is held",
        ["Maestras en pausa"] = "no master is paused",
        ["Ejecución en curso"] = "no run executes",
        ["Fin de ejecución"] = "no second run has ended",
        ["Kafka: retraso de consumidores"] = "no group of consumers is configured",
        ["Certificados: tiempo que queda"] = "no certificate is configured",
        ["PostgreSQL: crecimiento en un día"] = "there is no yesterday",
        ["Páginas con error"] = "no page has answered with an error",
        ["ingesta:http_errors:ratio5m"] = "no page has answered with an error",
    };

    private const string Told =
        """
        max(ingesta_run_last_end_timestamp_seconds) > 0 and max(ingesta:delivery_pending_rows) == 0
        and sum(rate(http_requests_received_total[1m])) > 0 and count(max by (maestra, field) (ingesta_field_errors)) > 0
        and count(ingesta:postgresql_query_seconds:mean5m) > 0 and count(rate(ingesta_pg_statements_calls[1m])) > 0 and count(rate(node_cpu_seconds_total[1m])) > 0
        and max(ingesta_backups) == 1
        """;

    /// <summary>What counts where the program does not tell: the exporters alone answer it as well.</summary>
    private static readonly string[] WithoutTheProgram =
    [
        "max(ingesta_pg_connections_used / ingesta_pg_connections_allowed)",
        "max(sum by (server) (rate(ingesta_pg_statements_seconds[5m])) / (sum by (server) (rate(ingesta_pg_statements_calls[5m])) > 0))",
        "max by (datname) (ingesta_pg_database_size_bytes)", "min(pg_up) == 1",
        """min(node_filesystem_avail_bytes{mountpoint=~"/"} / node_filesystem_size_bytes)""",
    ];

    /// <summary>Not published while there is nothing to tell.</summary>
    private static readonly string[] OfOtherTimes =
        ["ingesta_master_late", "ingesta_merges_held", "ingesta_master_paused", "ingesta_kafka_consumer_lag", "ingesta_certificate_expiry_timestamp_seconds", "ingesta:http_errors:ratio5m"];

    [Fact]
    public async Task Every_expression_of_every_panel_and_rule_can_be_executed_names_what_exists_and_shows_something()
    {
        await using var installation = await Installation.CreateAsync(postgres, "dashboards");
        var (metrics, url) = (FreePort.Next(), new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}")));
        installation.Environment["Metrics__Port"] = metrics.ToString(CultureInfo.InvariantCulture);
        installation.Environment["Metrics__MaxAge"] = "00:00:01";
        Assert.Equal(0, (await installation.RunAsync("maintenance", "run", "respaldo")).ExitCode);
        await using var exporters = await ExportersUnderTest.StartAsync(installation);
        await installation.RunAsync("sample", "--out", installation.Input, "--date", "2026-11-24", "--faults", "0.01");
        await using var serve = installation.Start("serve", "--urls", url.ToString());
        await serve.WaitForUrlAsync(new Uri(url, "health/ready"));
        await using var prometheus = await PrometheusUnderTest.StartAsync(new Dictionary<string, string?>
        {
            ["SCRAPE_INTERVAL"] = "1s", ["EVALUATION_INTERVAL"] = "1s", ["INGESTA_TARGETS"] = $"\"127.0.0.1:{metrics}\"",
            ["POSTGRES_EXPORTERS"] = $"\"{exporters.Postgres}\"", ["NODE_EXPORTERS"] = $"\"{exporters.Node}\"", ["POSTGRES_MOUNT"] = "/",
        });
        await installation.RunAsync("run", "--date", "2026-11-24");
        using HttpClient visitor = new();
        await Eventually.TrueAsync(
            async () =>
            {
                await visitor.GetStringAsync(new Uri(url, "entrar"), TestContext.Current.CancellationToken);
                return (await prometheus.QueryAsync(Told)).Count == 1;
            },
            TimeSpan.FromMinutes(2),
            "the run has ended, is delivered and has been scraped with its totals");
        var rules = new[] { "recording.yml", "alerts.yml" }.SelectMany(f => AlertRule.Read(prometheus.PathOf(f))).ToList();

        // Rules are judged one after the other, and some need what others have recorded.
        List<string> wrong = [];
        var late = await Record.ExceptionAsync(() => Eventually.TrueAsync(
            async () => (wrong = await FindWrongAsync(prometheus, rules)).Count == 0, TimeSpan.FromMinutes(1), "every expression shows something"));
        Assert.Empty(wrong);
        Assert.Null(late);
        foreach (var expression in WithoutTheProgram)
        {
            Assert.True((await prometheus.QueryAsync(expression)).Count > 0, expression);
            Assert.True(
                rules.Any(r => r.Expression.Contains(expression.Replace("min(pg_up) == 1", "min(pg_up)", StringComparison.Ordinal), StringComparison.Ordinal)),
                $"no rule asks {expression}");
        }

        Assert.Equal(3, (await prometheus.QueryAsync("up == 1")).Count);
    }

    /// <summary>Expressions that name what there is not, or show nothing without being listed above.</summary>
    private static async Task<List<string>> FindWrongAsync(PrometheusUnderTest prometheus, IReadOnlyList<AlertRule> rules)
    {
        List<string> wrong = [];
        var names = (await prometheus.NamesAsync()).Concat(OfOtherTimes).ToHashSet();
        foreach (var (where, expression) in Dashboard.ReadAll().SelectMany(d => d.Expressions()).Concat(rules.Select(r => (r.Name, r.Expression))))
        {
            wrong.AddRange(NamesIn(expression).Where(n => !names.Contains(n)).Select(n => $"{where}: there is no {n}"));
            var isEmpty = (await prometheus.QueryAsync(expression)).Count == 0;
            var mayBeEmpty = EmptyWhenAllIsWell.Keys.Any(k => where == k || where.EndsWith($": {k}", StringComparison.Ordinal)) || rules.Any(r => r.IsAlert && r.Name == where);
            if (isEmpty && !mayBeEmpty)
            {
                wrong.Add($"{where}: shows nothing: {expression}");
            }
        }

        return wrong;
    }

    [Fact]
    public async Task Every_metric_of_the_program_is_looked_at_and_every_one_that_is_looked_at_is_published()
    {
        using var rendered = await RenderedConfiguration.CreateAsync();
        var known = new IngestaMetrics().Families.Select(f => f.Name).ToHashSet();
        var asked = Dashboard.ReadAll().SelectMany(d => d.Expressions()).Select(e => e.Expression)
            .Concat(new[] { "recording.yml", "alerts.yml" }.SelectMany(f => AlertRule.Read(rendered.PathOf(f))).Select(r => r.Expression))
            .SelectMany(NamesIn).Where(n => n.StartsWith("ingesta_", StringComparison.Ordinal)).ToHashSet();
        // Those of the exporter's queries have their test with the exporter.
        Assert.Empty(asked.Where(n => !n.StartsWith("ingesta_pg_", StringComparison.Ordinal)).Except(known));
        Assert.Empty(known.Except(asked));
        Assert.Empty(OfOtherTimes.Where(n => n.StartsWith("ingesta_", StringComparison.Ordinal)).Except(known));
    }

    [Fact]
    public async Task Dashboards_are_values_of_the_types_that_Grafana_publishes()
    {
        var result = await CheckTypesAsync([.. Directory.EnumerateFiles(Dashboard.Folder, "*.json")]);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task What_Grafana_does_not_know_in_a_dashboard_is_found()
    {
        (string Right, string Wrong, string Told)[] faults =
        [
            ("\"targetBlank\": true", "\"targetBlanck\": true", "targetBlanck"),
            ("\"fillOpacity\": 20", "\"fillOpacity\": \"mucha\"", "custom2: Partial<timeseries.FieldConfig>"),
            ("\"mode\": \"absolute\"", "\"mode\": \"absoluto\"", "absoluto"),
            ("\"instant\": true", "\"instant\": \"sí\"", "\"instant\":\"sí\""),
            ("\"type\": \"stat\"", "\"type\": \"piechart\"", "piechart"),
        ];
        using TempFolder folder = new();
        var text = await File.ReadAllTextAsync(Path.Combine(Dashboard.Folder, "sistema.json"), TestContext.Current.CancellationToken);
        foreach (var (index, fault) in faults.Index())
        {
            Assert.Contains(fault.Right, text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                Path.Combine(folder.Path, $"{index}.json"), text.Replace(fault.Right, fault.Wrong, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        var result = await CheckTypesAsync([.. Directory.EnumerateFiles(folder.Path)]);

        Assert.Equal(1, result.ExitCode);
        var lines = result.Output.Split('\n');
        Assert.All(faults.Index(), f => Assert.Contains(
            lines, l => l.StartsWith($"{f.Index}.json: ", StringComparison.Ordinal) && l.Contains(f.Item.Told, StringComparison.Ordinal)));
    }

    [Fact]
    public void Dashboards_are_what_Grafana_expects()
    {
        var dashboards = Dashboard.ReadAll();
        Assert.Equal(["calidad-de-datos", "ingesta", "sistema"], dashboards.Select(d => d.File));
        Assert.Equal(["Calidad de datos", "Ingesta", "Sistema"], dashboards.Select(d => d.Json.GetProperty("title").GetString()));
        Assert.Equal(3, dashboards.Select(d => d.Json.GetProperty("uid").GetString()).Distinct().Count());
        Assert.All(dashboards, d =>
        {
            Assert.Equal(["maestra", "fecha", "portal"], d.Json.GetProperty("templating").GetProperty("list").EnumerateArray().Select(v => v.GetProperty("name").GetString()));
            Assert.NotEmpty(d.Json.GetProperty("annotations").GetProperty("list").EnumerateArray());
            Assert.Equal(d.Panels.Count, d.Panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
            Assert.Equal(d.Panels.Count, d.Panels.Select(p => p.GetProperty("title").GetString()).Distinct().Count());
            AssertNoOverlap(d);
            Assert.All(d.Panels, p =>
            {
                Assert.Contains(p.GetProperty("type").GetString(), new[] { "timeseries", "stat", "table", "bargauge" });
                Assert.All(p.GetProperty("targets").EnumerateArray(), t => Assert.Equal("prometheus", t.GetProperty("datasource").GetProperty("uid").GetString()));
                if (p.TryGetProperty("links", out var links))
                {
                    Assert.All(links.EnumerateArray(), l => Assert.StartsWith("${portal}/", l.GetProperty("url").GetString(), StringComparison.Ordinal));
                }
            });
        });
    }

    [Fact]
    public async Task Thresholds_are_those_of_the_alerts()
    {
        using var rendered = await RenderedConfiguration.CreateAsync();
        var alerts = AlertRule.Read(rendered.PathOf("alerts.yml")).ToDictionary(a => a.Name);
        var checkedPanels = 0;
        foreach (var (dashboard, panel) in Dashboard.ReadAll().SelectMany(d => d.Panels.Select(p => (d, p))))
        {
            var last = panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("thresholds").GetProperty("steps").EnumerateArray().Last();
            var named = AlertOf().Match(panel.GetProperty("description").GetString()!);
            if (named.Success)
            {
                Assert.Contains(named.Groups[1].Value, alerts);
            }

            if (last.GetProperty("value").ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            Assert.True(named.Success, $"{dashboard.Of(panel)} has a threshold and names no alert");
            var limits = Limit().Matches(alerts[named.Groups[1].Value].Expression).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
            // Of things that are counted, more than none is one.
            Assert.Contains(last.GetProperty("value").GetDouble(), limits.Select(l => l == 0 ? 1 : l));
            checkedPanels++;
        }

        Assert.True(checkedPanels > 10);
    }

    private static Task<ProcessResult> CheckTypesAsync(string[] files) =>
        TestProcess.RunAsync(["node", Path.Combine(Repository.Root, "scripts/check-dashboards.mjs"), .. files]);

    private static void AssertNoOverlap(Dashboard dashboard)
    {
        HashSet<(int, int)> taken = [];
        foreach (var place in dashboard.Panels.Select(p => p.GetProperty("gridPos")))
        {
            for (var x = 0; x < place.GetProperty("w").GetInt32(); x++)
            {
                for (var y = 0; y < place.GetProperty("h").GetInt32(); y++)
                {
                    Assert.True(taken.Add((place.GetProperty("x").GetInt32() + x, place.GetProperty("y").GetInt32() + y)));
                }
            }

            Assert.True(place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32() <= 24);
        }
    }

    /// <summary>Metrics that an expression names: no label, no function, nothing in quotes.</summary>
    private static IEnumerable<string> NamesIn(string expression) =>
        Metric().Matches(Braces().Replace(Words().Replace(expression, " "), " ")).Select(m => m.Value).Where(n => n.Contains('_', StringComparison.Ordinal) || n == "up").Where(n => !Functions.Contains(n)).Distinct();

    private static readonly string[] Functions = ["histogram_quantile", "avg_over_time", "label_values"];

    [GeneratedRegex(@"Alerta: (\w+)\.")]
    private static partial Regex AlertOf();

    [GeneratedRegex(@"(?:>|<|==) ?([0-9.e]+)")]
    private static partial Regex Limit();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\b(?:by|on) \([^)]*\)")]
    private static partial Regex Words();

    [GeneratedRegex(@"[a-z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Metric();
}
