using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>Prometheus's and Alertmanager's own tools find nothing wrong, and every alert fires and stays quiet as it should.</summary>
public sealed class PrometheusConfigurationTests
{
    /// <summary>By the names that others refer to.</summary>
    private static readonly (string Name, string Severity)[] Promised =
    [
        ("IngestaRunFailed", "critical"), ("IngestaSchedulerDown", "critical"), ("IngestaQueueHigh", "warning"),
        ("PostgreSQLConnectionsHigh", "warning"), ("PostgreSQLDiskSpaceLow", "critical"),
    ];

    [Fact]
    public async Task The_configuration_and_its_rules_are_valid()
    {
        using var rendered = await RenderedConfiguration.CreateAsync();
        await SucceedsAsync("promtool", "check", "config", rendered.PathOf("prometheus.yml"));
        await SucceedsAsync("promtool", "check", "rules", rendered.PathOf("alerts.yml"), rendered.PathOf("recording.yml"));
        await SucceedsAsync("amtool", "check-config", rendered.PathOf("alertmanager.yml"));
    }

    [Fact]
    public async Task Every_alert_fires_when_it_should_and_is_quiet_when_it_should()
    {
        using var rendered = await RenderedConfiguration.CreateAsync();
        var tests = Copy(rendered);

        await SucceedsAsync(["promtool", "test", "rules", .. tests]);

        var text = string.Concat(tests.Select(File.ReadAllText));
        Assert.All(AlertRule.Read(rendered.PathOf("alerts.yml")), alert =>
        {
            Assert.Contains($"- name: {alert.Name} fires\n", text, StringComparison.Ordinal);
            Assert.Contains($"- name: {alert.Name} quiet\n", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_test_of_an_alert_that_does_not_fire_fails()
    {
        using var rendered = await RenderedConfiguration.CreateAsync();
        var tests = Copy(rendered);
        var alerts = rendered.PathOf("alerts.yml");
        await File.WriteAllTextAsync(
            alerts, (await File.ReadAllTextAsync(alerts, TestContext.Current.CancellationToken)).Replace("ingesta:queue_length > 50", "ingesta:queue_length > 60", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var result = await TestProcess.RunAsync(["promtool", "test", "rules", .. tests]);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("IngestaQueueHigh", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_alert_says_how_bad_what_it_is_what_to_do_and_where()
    {
        using var rendered = await RenderedConfiguration.CreateAsync();
        var alerts = AlertRule.Read(rendered.PathOf("alerts.yml"));
        Assert.Equal(alerts.Count, alerts.Select(a => a.Name).Distinct().Count());
        Assert.All(Promised, p => Assert.Equal(p.Severity, alerts.Single(a => a.Name == p.Name).Values["severity"]));
        Assert.All(alerts, a =>
        {
            Assert.Contains(a.Values["severity"], new[] { "critical", "warning", "info" });
            Assert.NotEmpty(a.Values["summary"]);
            Assert.NotEmpty(a.Values["description"]);
            Assert.StartsWith("{{ $externalLabels.portal }}/", a.Values["enlace"], StringComparison.Ordinal);
            Assert.NotEmpty(a.Expression);
        });
    }

    [Theory]
    [InlineData("guardia", "alertname=PostgreSQLDown", "severity=critical")]
    [InlineData("operadores", "alertname=IngestaMergeHeld", "severity=warning")]
    [InlineData("solo-webhook", "alertname=IngestaFileLate", "severity=info")]
    public async Task Each_severity_reaches_its_receiver(string receiver, params string[] labels)
    {
        using var rendered = await RenderedConfiguration.CreateAsync();
        var result = await TestProcess.RunAsync(["amtool", "config", "routes", "test", $"--config.file={rendered.PathOf("alertmanager.yml")}", .. labels]);
        Assert.Equal(receiver, result.Output.Trim());
    }

    [Fact]
    public async Task What_has_no_default_is_asked_for_by_name()
    {
        using TempFolder folder = new();
        var result = await RenderedConfiguration.RenderAsync(folder.Path, new Dictionary<string, string?> { ["SMTP_SMARTHOST"] = null });
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Falta SMTP_SMARTHOST: servidor de correo", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Tests refer to the rules beside them.</summary>
    private static IReadOnlyList<string> Copy(RenderedConfiguration rendered) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(RenderedConfiguration.Source, "tests")).Order(StringComparer.Ordinal).Select(f =>
        {
            File.Copy(f, rendered.PathOf(Path.GetFileName(f)));
            return rendered.PathOf(Path.GetFileName(f));
        }),
    ];

    private static async Task SucceedsAsync(params string[] command)
    {
        var result = await TestProcess.RunAsync(command);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
