using System.Globalization;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>
/// <c>scripts/verificar-salud</c>: a table for people and an exit code for programs; the one for Windows is run by PowerShell
/// on this machine, which is what can be had of it (<c>dotnet tool restore</c> brings it).
/// </summary>
public sealed class HealthScriptTests(PostgresFixture postgres)
{
    private static readonly string[] Scripts = ["sh", "ps1"];

    private readonly int _port = FreePort.Next();

    [Fact]
    public async Task It_tells_that_all_is_well_and_then_what_is_not()
    {
        await using var installation = await Installation.CreateAsync(postgres, "healthscript");
        installation.Environment["Metrics__Port"] = _port.ToString(CultureInfo.InvariantCulture);
        installation.Environment["Metrics__MaxAge"] = "00:00:00";
        await using var serve = installation.Start("serve", "--no-portal");
        await serve.WaitForUrlAsync(ScrapedMetrics.AddressOf(_port));
        await Eventually.TrueAsync(
            async () => await ScrapedMetrics.ReadAsync(_port) is var told && told["ingesta_scheduler_heartbeat_age_seconds"] < 30
                && told["ingesta_scheduler_next_run_timestamp_seconds"] > 0 && told["ingesta_dependency_up{dependency=\"scheduler\"}"] == 1
                && told["ingesta_dependency_up{dependency=\"kafka\"}"] == 1 && told["ingesta_hub_installed_timestamp_seconds"] > 0
                && told["ingesta_delivery_oldest_pending_age_seconds{target=\"kafka\"}"] == 0,
            message: "everything is up");

        foreach (var script in Scripts)
        {
            var well = await RunAsync(script, installation);
            Assert.True(well.ExitCode == 0, well.ToString());
            Assert.Matches(@"(?m)^portal +bien", well.Output);
            Assert.Matches(@"(?m)^postgresql +bien", well.Output);
            Assert.Matches(@"(?m)^kafka +bien", well.Output);
            Assert.Matches(@"(?m)^programador: latido +bien +hace \d+ s", well.Output);
            Assert.Matches(@"(?m)^trabajo de la noche +bien +próxima vez: \d{4}-", well.Output);
            Assert.Matches(@"(?m)^última ejecución +- +todavía ninguna", well.Output);
            Assert.Matches(@"(?m)^entregas a kafka +bien +0 filas pendientes", well.Output);
            Assert.Matches(@"(?m)^respaldo +- +todavía ninguno", well.Output);
            Assert.Matches(@"(?m)^errores del registro +bien", well.Output);
            Assert.DoesNotContain("prometheus", well.Output, StringComparison.Ordinal);
        }

        installation.WriteLines("XCADENA_20261124.txt", ["1MALA"]);
        installation.WriteCategories("20261124", 100);
        await installation.RunAsync("run", "--date", "2026-11-24", "--wait");
        installation.WriteCategories("20261125", 50);
        await installation.RunAsync("run", "--date", "2026-11-25", "--maestra", "XCATEG", "--wait");
        await installation.ExecuteAsync(
            """
            INSERT INTO pause (scope, reason, paused_by) VALUES ('schedule', 'mudanza', 'operador');
            UPDATE installation SET installed_at = now() - interval '41 days';
            INSERT INTO maintenance_run (task, requested_by, ended_at, outcome, message) VALUES ('errores', 'sistema', now(), 'failed', 'x');
            UPDATE run_file SET ended_at = now() - interval '20 minutes' WHERE version_to IS NOT NULL;
            UPDATE delivery SET watermark = 0, held_since = now();
            """);
        await File.AppendAllTextAsync(
            Directory.EnumerateFiles(LogsOf(installation)).Max()!, "{\"@t\":\"2026-11-24T07:00:00Z\",\"@m\":\"se rompió\",\"@l\":\"Error\"}\n",
            TestContext.Current.CancellationToken);
        await using var prometheus = await PrometheusUnderTest.StartAsync(new Dictionary<string, string?>
        {
            ["SCRAPE_INTERVAL"] = "1s", ["INGESTA_TARGETS"] = $"\"127.0.0.1:{_port}\"", ["POSTGRES_EXPORTERS"] = "\"127.0.0.1:9\"", ["NODE_EXPORTERS"] = "\"127.0.0.1:9\"",
        });
        await Eventually.TrueAsync(async () => (await prometheus.QueryAsync("sum(up) == 1 and count(up) == 3")).Count == 1, message: "all targets have been tried");
        await Eventually.TrueAsync(
            async () => await ScrapedMetrics.ReadAsync(_port) is var told && told["ingesta_maintenance_failed{task=\"errores\"}"] == 1, message: "totals have been read anew");

        foreach (var script in Scripts)
        {
            var ill = await RunAsync(script, installation, prometheus.Url);
            Assert.True(ill.ExitCode == 1, ill.ToString());
            Assert.Matches(@"(?m)^trabajo de la noche +aviso +en pausa", ill.Output);
            Assert.Matches(@"(?m)^última ejecución +mal +fallida, hace", ill.Output);
            Assert.Matches(@"(?m)^fechas fallidas +mal +1 ", ill.Output);
            Assert.Matches(@"(?m)^cargas retenidas +aviso +XCATEG", ill.Output);
            Assert.Matches(@"(?m)^entregas a kafka +mal +[1-9]\d* filas pendientes, la más antigua desde hace 20 min", ill.Output);
            Assert.Matches(@"(?m)^respaldo +aviso +ninguno bueno desde hace 41 días", ill.Output);
            Assert.Matches(@"(?m)^mantenimiento fallido +aviso +errores", ill.Output);
            Assert.Matches($@"(?m)^prometheus: ingesta +bien +127\.0\.0\.1:{_port}", ill.Output);
            Assert.Matches(@"(?m)^prometheus: postgres +mal +no alcanza 127\.0\.0\.1:9", ill.Output);
            Assert.Matches(@"(?m)^errores del registro +aviso +\d+ en dos días; el último: .*se rompió", ill.Output);
        }
    }

    [Fact]
    public async Task It_tells_that_nobody_answers()
    {
        await using var installation = await Installation.CreateAsync(postgres, "healthnobody");
        foreach (var script in Scripts)
        {
            var result = await RunAsync(script, installation);
            Assert.Equal(2, result.ExitCode);
            Assert.Matches("(?m)^portal +mal +no responde", result.Output);
        }
    }

    private Task<ProcessResult> RunAsync(string script, Installation installation, Uri? prometheus = null)
    {
        var path = Path.Combine(Repository.Root, $"scripts/verificar-salud.{script}");
        return TestProcess.RunAsync(
            script == "sh" ? [path] : ["dotnet", "tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-File", path],
            new Dictionary<string, string?>
            {
                ["INGESTA_METRICS_URL"] = ScrapedMetrics.AddressOf(_port).ToString(), ["INGESTA_DATA"] = Path.GetDirectoryName(installation.Input),
                ["PROMETHEUS_URL"] = prometheus?.ToString(), ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off",
            },
            Repository.Root);
    }

    private static string LogsOf(Installation installation) => Path.Combine(Path.GetDirectoryName(installation.Input)!, "logs");
}
