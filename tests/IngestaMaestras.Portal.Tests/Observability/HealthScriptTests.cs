using System.Globalization;
using System.Management.Automation.Language;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary><c>scripts/verificar-salud</c>: a table for people and an exit code for programs.</summary>
public sealed class HealthScriptTests(PostgresFixture postgres)
{
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
                && told["ingesta_dependency_up{dependency=\"kafka\"}"] == 1,
            message: "everything is up");

        var well = await RunAsync(installation);
        Assert.True(well.ExitCode == 0, well.ToString());
        Assert.Matches(@"(?m)^postgresql +bien", well.Output);
        Assert.Matches(@"(?m)^programador: latido +bien +hace \d+ s", well.Output);
        Assert.Matches(@"(?m)^trabajo de la noche +bien +próxima vez: \d{4}-", well.Output);
        Assert.Matches(@"(?m)^última ejecución +- +todavía ninguna", well.Output);
        Assert.Matches(@"(?m)^errores del registro +bien", well.Output);

        installation.WriteLines("XCADENA_20261124.txt", ["1MALA"]);
        await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait");
        await installation.ExecuteAsync("INSERT INTO pause (scope, reason, paused_by) VALUES ('schedule', 'mudanza', 'operador')");
        await File.AppendAllTextAsync(
            Directory.EnumerateFiles(LogsOf(installation)).Max()!, "{\"@t\":\"2026-11-24T07:00:00Z\",\"@m\":\"se rompió\",\"@l\":\"Error\"}\n",
            TestContext.Current.CancellationToken);

        var ill = await RunAsync(installation);
        Assert.True(ill.ExitCode == 1, ill.ToString());
        Assert.Matches(@"(?m)^trabajo de la noche +aviso +en pausa", ill.Output);
        Assert.Matches(@"(?m)^última ejecución +mal +fallida, hace", ill.Output);
        Assert.Matches(@"(?m)^fechas fallidas +mal +1 ", ill.Output);
        Assert.Matches(@"(?m)^errores del registro +aviso +\d+ en dos días; el último: .*se rompió", ill.Output);
    }

    [Fact]
    public async Task It_tells_that_nobody_answers()
    {
        await using var installation = await Installation.CreateAsync(postgres, "healthnobody");
        var result = await RunAsync(installation);
        Assert.Equal(2, result.ExitCode);
        Assert.Matches("^portal +mal +no responde", result.Output);
    }

    [Fact]
    public void PowerShell_itself_finds_nothing_wrong_with_the_script_for_Windows()
    {
        Parser.ParseFile(Path.Combine(Repository.Root, "scripts/verificar-salud.ps1"), out var tokens, out var errors);
        Assert.Empty(errors.Select(e => $"{e.Extent.StartLineNumber}: {e.Message}"));
        Assert.NotEmpty(tokens);
        Parser.ParseInput("if ($x { 'y' }", out _, out var wrong);
        Assert.NotEmpty(wrong);
    }

    private Task<ProcessResult> RunAsync(Installation installation) => TestProcess.RunAsync(
        [Path.Combine(Repository.Root, "scripts/verificar-salud.sh")],
        new Dictionary<string, string?>
        {
            ["INGESTA_METRICS_URL"] = ScrapedMetrics.AddressOf(_port).ToString(), ["INGESTA_DATA"] = Path.GetDirectoryName(installation.Input), ["PROMETHEUS_URL"] = null,
        });

    private static string LogsOf(Installation installation) => Path.Combine(Path.GetDirectoryName(installation.Input)!, "logs");
}
