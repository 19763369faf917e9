using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>A real Alertmanager with the project's configuration keeps silent about consequences of what it tells.</summary>
public sealed class AlertmanagerTests
{
    private static readonly (string Cause, string? OfDependency, string[] Silenced)[] Causes =
    [
        ("PostgreSQLDown", null, ["IngestaQueueHigh", "IngestaSchedulerDown"]),
        ("KafkaBrokerDown", null, ["IngestaDependencyDown kafka"]),
        ("IngestaDependencyDown", "oracle", ["IngestaDependencySlow oracle"]),
    ];

    [Fact]
    public async Task What_follows_from_an_alert_is_silent_and_what_does_not_is_told()
    {
        await using WebhookSink webhook = new();
        await using MailSink mail = new();
        using var configuration = await RenderedConfiguration.CreateAsync(new Dictionary<string, string?>
        {
            ["WEBHOOK_URL"] = webhook.Url, ["SMTP_SMARTHOST"] = $"127.0.0.1:{mail.Port}", ["SMTP_REQUIRE_TLS"] = "false",
            ["GROUP_WAIT"] = "1s", ["GROUP_WAIT_CRITICAL"] = "1s",
        });
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
        await using TestProcess manager = new(
        [
            "prometheus-alertmanager", $"--config.file={configuration.PathOf("alertmanager.yml")}", $"--storage.path={configuration.PathOf("alerts")}",
            $"--web.listen-address={address}", "--cluster.listen-address=",
        ]);
        await manager.WaitForUrlAsync(new Uri($"http://{address}/-/ready"));
        using HttpClient client = new() { BaseAddress = new Uri($"http://{address}") };
        var rules = AlertRule.Read(configuration.PathOf("alerts.yml")).Where(r => r.IsAlert).ToDictionary(r => r.Name);
        object Alert(string name, string? dependency) => new
        {
            labels = new Dictionary<string, string?>
            {
                ["alertname"] = name, ["severity"] = rules[name].Values["severity"], ["depende"] = rules[name].Values.GetValueOrDefault("depende") ?? "", ["dependency"] = dependency ?? "",
            },
            annotations = new { summary = name, enlace = "http://x/" },
        };

        // Causes first: nothing is told of their consequences, not even in the moment before.
        await PostAsync(client, Causes.Select(c => Alert(c.Cause, c.OfDependency)));
        await PostAsync(
            client,
            [.. Causes.SelectMany(c => c.Silenced).Select(s => Alert(s.Split(' ')[0], s.Split(' ').ElementAtOrDefault(1))), Alert("IngestaDependencySlow", "otra"), Alert("IngestaMergeHeld", null)]);

        await Eventually.TrueAsync(
            () => new[] { "PostgreSQLDown", "KafkaBrokerDown", "IngestaDependencyDown", "IngestaDependencySlow", "IngestaMergeHeld" }.All(n => webhook.Alerts.Any(a => a.Name == n)),
            message: "what is no consequence is told");
        using var known = JsonDocument.Parse(await client.GetStringAsync("/api/v2/alerts", TestContext.Current.CancellationToken));
        Assert.Equal(
            Causes.SelectMany(c => c.Silenced).Order(StringComparer.Ordinal),
            known.RootElement.EnumerateArray().Where(a => a.GetProperty("status").GetProperty("inhibitedBy").GetArrayLength() > 0)
                .Select(a => a.GetProperty("labels")).Select(l => l.GetProperty("alertname").GetString() + (l.TryGetProperty("dependency", out var d) ? $" {d.GetString()}" : ""))
                .Order(StringComparer.Ordinal));
        Assert.DoesNotContain(webhook.Alerts, a => a.Name is "IngestaQueueHigh" or "IngestaSchedulerDown");
    }

    private static async Task PostAsync(HttpClient client, IEnumerable<object> alerts)
    {
        using var answer = await client.PostAsJsonAsync("/api/v2/alerts", alerts, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
