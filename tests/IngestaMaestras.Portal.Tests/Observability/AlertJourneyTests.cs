using System.Globalization;
using Dapper;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>
/// Faults that are real, in a program, a Prometheus and an Alertmanager that are real: each alert fires, reaches mailbox and
/// webhook, and is told to be over once the fault is mended. Only the rules' waits are shorter.
/// </summary>
public sealed class AlertJourneyTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder _temp = new();
    private readonly int _databasePort = FreePort.Next();
    private readonly int _metricsPort = FreePort.Next();
    private readonly InProcessCluster _kafka = new();
    private readonly MailSink _mail = new();
    private readonly WebhookSink _webhook = new();
    private Installation _installation = null!;
    private PrivateCluster _database = null!;
    private IngestaProcess _worker = null!;

    [Fact]
    public async Task Faults_are_told_by_mail_and_webhook_and_so_is_their_end()
    {
        await using var watcher = _installation.Start("serve", "--no-portal", "--no-worker", "--no-scheduler");
        // Only one of the processes is watched: the other is the one that stops.
        _worker = StartWorker();
        var alertmanager = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");
        await using var prometheus = await PrometheusUnderTest.StartAsync(Values(alertmanager));
        await using TestProcess manager = new(
        [
            "prometheus-alertmanager", $"--config.file={prometheus.PathOf("alertmanager.yml")}", $"--storage.path={prometheus.PathOf("alerts")}",
            $"--web.listen-address={alertmanager}", "--cluster.listen-address=",
        ]);
        await manager.WaitForUrlAsync(new Uri($"http://{alertmanager}/-/ready"));
        await Eventually.TrueAsync(
            async () => IsRunning(watcher) && (await prometheus.QueryAsync("max(ingesta_kafka_brokers) == 1 and min(ingesta_scheduler_heartbeat_age_seconds) < 30")).Count == 1,
            Patience,
            "all is well");

        foreach (var (alert, to, page, breakAsync, mendAsync) in Faults().Take(Long.Choose(1, int.MaxValue)))
        {
            await breakAsync();
            await ToldAsync(alert, "firing", $"[{(to == "guardia" ? "critical" : "warning")}] {alert}", to, page);
            await mendAsync();
            await ToldAsync(alert, "resolved", $"[resuelto] {alert}", to, page);
        }
    }

    /// <summary>A process that could not start says why, instead of being waited for.</summary>
    private static bool IsRunning(IngestaProcess process)
    {
        Assert.False(process.HasExited, process.Error + process.Output);
        return true;
    }

    public async ValueTask InitializeAsync()
    {
        _installation = await Installation.CreateAsync(postgres, "alerts");
        _database = await StartDatabaseAsync();
        _installation.Environment["ConnectionStrings__Hub"] = _database.ConnectionString;
        _installation.Environment["Kafka__BootstrapServers"] = _kafka.Address;
        _installation.Environment["Kafka__ContactTimeout"] = "00:00:02";
        _installation.Environment["Ingesta__Schedule"] = "0 2 29 2 *";
        _installation.Environment["Metrics__Port"] = _metricsPort.ToString(CultureInfo.InvariantCulture);
        _installation.Environment["Metrics__MaxAge"] = "00:00:01";
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        await _database.StopAsync();
        await _installation.DisposeAsync();
        _kafka.Dispose();
        await _mail.DisposeAsync();
        await _webhook.DisposeAsync();
        _temp.Dispose();
    }

    private IEnumerable<(string Alert, string To, string Page, Func<Task> BreakAsync, Func<Task> MendAsync)> Faults()
    {
        yield return ("IngestaMergeHeld", "operadores", "/maestras/XCATEG", HoldAsync, () => LoadAsync("XCATEG", "2026-11-26", 100, 0));
        yield return ("IngestaRunFailed", "guardia", "/ejecuciones?estado=failed", FailAsync, AcceptAndRunAsync);
        yield return ("KafkaBrokerDown", "guardia", "/entregas", () => Done(() => _kafka.GoDown()), () => Done(() => _kafka.ComeUp()));
        yield return ("IngestaSchedulerDown", "guardia", "/salud", async () => await _worker.DisposeAsync(), () => Done(() => _worker = StartWorker()));
        yield return ("PostgreSQLDown", "guardia", "/salud", () => _database.StopAsync(), async () => _database = await StartDatabaseAsync());
    }

    /// <summary>Half of the rows are gone: more than may go without an operator.</summary>
    private async Task HoldAsync()
    {
        await LoadAsync("XCATEG", "2026-11-24", 100, 0);
        await LoadAsync("XCATEG", "2026-11-25", 50, 1);
    }

    private async Task FailAsync()
    {
        _installation.WriteLines("XCADENA_20261126.txt", ["1MALA", "2PEOR"]);
        await RunAsync("XCADENA", "2026-11-26", 1);
    }

    /// <summary>An operator takes the file as it is, and the next run ends well.</summary>
    private async Task AcceptAndRunAsync()
    {
        await using var hub = await ConnectAsync();
        var file = await hub.ExecuteScalarAsync<long>("SELECT file_id FROM file WHERE file_name LIKE 'XCADENA%' ORDER BY file_id DESC LIMIT 1");
        await using (var app = await _installation.BuildAsync())
        {
            var accepted = await app.Services.GetRequiredService<AcceptOperations>().AcceptFileAsync(
                file, "el ERP no lo va a repetir", "operador", TestContext.Current.CancellationToken);
            Assert.True(accepted.Done, accepted.Message);
        }

        await LoadAsync("XCATEG", "2026-11-27", 101, 0);
    }

    private Task LoadAsync(string master, string date, int rows, int exitCode)
    {
        _installation.WriteCategories(date.Replace("-", "", StringComparison.Ordinal), rows);
        return RunAsync(master, date, exitCode);
    }

    private async Task RunAsync(string master, string date, int exitCode)
    {
        var result = await _installation.RunAsync("run", "--date", date, "--maestra", master, "--wait");
        Assert.True(result.ExitCode == exitCode, result.ToString());
    }

    private Task ToldAsync(string alert, string status, string subject, string to, string page) => Eventually.TrueAsync(
        () => _webhook.Alerts.Contains((alert, status, $"https://portal.example{page}"))
            && _mail.Messages.Any(m => m.Contains($"Subject: {subject}", StringComparison.Ordinal) && m.Contains($"{to}@example.com", StringComparison.Ordinal)),
        Patience,
        $"{alert} is {status}; the webhook got {string.Join(", ", _webhook.Alerts)}");

    private Dictionary<string, string?> Values(string alertmanager) => new()
    {
        ["SCRAPE_INTERVAL"] = "1s",
        ["EVALUATION_INTERVAL"] = "1s",
        ["WAIT_BRIEF"] = "2s",
        ["WAIT_SHORT"] = "2s",
        ["WAIT_LONG"] = "2s",
        ["KEEP_FIRING"] = "1s",
        ["GROUP_WAIT"] = "1s",
        ["GROUP_WAIT_CRITICAL"] = "1s",
        ["GROUP_INTERVAL"] = "1s",
        ["PORTAL_URL"] = "https://portal.example",
        ["INGESTA_TARGETS"] = $"\"127.0.0.1:{_metricsPort}\"",
        ["ALERTMANAGER"] = alertmanager,
        ["SMTP_SMARTHOST"] = $"127.0.0.1:{_mail.Port}",
        ["SMTP_REQUIRE_TLS"] = "false",
        ["WEBHOOK_URL"] = _webhook.Url,
    };

    private IngestaProcess StartWorker() =>
        new(["serve", "--no-portal"], new Dictionary<string, string?>(_installation.Environment) { ["Metrics__Port"] = "0" });

    private Task<PrivateCluster> StartDatabaseAsync() => PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataRoot = _temp.Path, Durable = false, Port = _databasePort }, NullLogger.Instance, TestContext.Current.CancellationToken);

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(_database.ConnectionString)
        {
            SearchPath = "db_masterdatahub,public",
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
