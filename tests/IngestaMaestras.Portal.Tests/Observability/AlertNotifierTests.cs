using System.Globalization;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Portal.Observability.Alerts;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>Where no Alertmanager does, the portal tells people: each cause once a night, whatever happens meanwhile.</summary>
public sealed class AlertNotifierTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly MailSink _mail = new();
    private readonly WebhookSink _webhook = new();
    private Installation _installation = null!;

    [Fact]
    public async Task A_failed_run_is_told_once_by_each_channel_by_however_many_processes()
    {
        await using var first = _installation.Start("serve", "--no-portal");
        await FailAsync("2026-11-24");
        await ToldAsync("2026-11-24");
        await using (var second = _installation.Start("serve", "--no-portal"))
        {
            await FailAsync("2026-11-25");
            await ToldAsync("2026-11-25");
        }

        await FailAsync("2026-11-26");
        await ToldAsync("2026-11-26");

        Assert.Equal(
            ["2026-11-24", "2026-11-25", "2026-11-26"],
            _webhook.Told.Where(t => t.Name == "IngestaRunFailed").Select(t => t.Night).Order(StringComparer.Ordinal));
        Assert.Equal(3, _mail.Messages.Count(m => m.Contains("IngestaRunFailed", StringComparison.Ordinal)));
        Assert.DoesNotContain(_webhook.Url, first.Output + first.Error, StringComparison.Ordinal);
        Assert.All(_mail.Messages, m => Assert.Contains("https://portal.example/", m, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_does_not_get_out_is_tried_again()
    {
        _webhook.FailNext(2);
        await using var serve = _installation.Start("serve", "--no-portal");
        await FailAsync("2026-11-24");
        await ToldAsync("2026-11-24");
        await Eventually.TrueAsync(
            async () => await _installation.ScalarAsync<bool>("SELECT NOT EXISTS (SELECT 1 FROM alert_notice WHERE sent_at IS NULL)"), message: "all is remembered as sent");
        Assert.Equal(2, await _installation.ScalarAsync<long>("SELECT sum(attempts - 1)::bigint FROM alert_notice WHERE channel = 'webhook'"));
        Assert.Equal(0, await _installation.ScalarAsync<long>("SELECT sum(attempts - 1)::bigint FROM alert_notice WHERE channel = 'mail'"));
    }

    [Fact]
    public async Task A_database_that_is_down_is_told_once_by_however_many_processes_and_so_is_that_it_is_back()
    {
        using TempFolder temp = new();
        var port = FreePort.Next();
        Task<PrivateCluster> StartAsync() => PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataRoot = temp.Path, Durable = false, Port = port }, NullLogger.Instance, TestContext.Current.CancellationToken);
        await using var server = await StartAsync();
        _installation.Environment["ConnectionStrings__Hub"] = server.ConnectionString;
        await using var first = _installation.Start("serve", "--no-portal");
        await Eventually.TrueAsync(() => Says(first, "Listo: carpeta de datos"), message: "it serves");
        await using var second = _installation.Start("serve", "--no-portal");
        await Eventually.TrueAsync(() => Says(second, "Listo: carpeta de datos"), message: "another serves");

        await server.StopAsync();
        await Eventually.TrueAsync(
            () => new[] { "mail", "webhook" }.All(c => new[] { $"enviado por {c}", $"por {c}: ya lo envió otro proceso" }.All(t => Says(first, t) || Says(second, t))),
            TimeSpan.FromMinutes(2),
            "both have found it, and one has told it");

        await using var again = await StartAsync();
        await using Npgsql.NpgsqlConnection hub = new(again.ConnectionString);
        await hub.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = hub.CreateCommand();
        command.CommandText = "SELECT count(*) FROM db_masterdatahub.alert_notice WHERE name = 'PostgreSQLDown' AND sent_at IS NOT NULL";
        await Eventually.TrueAsync(async () => await command.ExecuteScalarAsync() is 4L, TimeSpan.FromMinutes(2), "messages of both kinds are remembered");
        Assert.Single(_webhook.Told, t => t.Name == "PostgreSQLDown");
        Assert.Single(_webhook.Over, "PostgreSQLDown");
        Assert.Single(_mail.Messages, m => m.Contains("PostgreSQLDown", StringComparison.Ordinal) && !m.Contains("resuelto:", StringComparison.Ordinal));
        Assert.Single(_mail.Messages, m => m.Contains("resuelto:PostgreSQLDown:postgresql", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Alerts__Hours", "08:00-18:00", "IngestaErrorRateHigh 0")]
    [InlineData("Alerts__Level", "critical", null)]
    public async Task What_is_critical_is_told_at_any_hour_and_warnings_as_configured(string setting, string value, string? noted)
    {
        _installation.Environment[setting] = value;
        LocalTime time = new();
        await FailAsync("2026-11-24");
        await using var app = await _installation.BuildAsync(time);
        app.Services.GetRequiredService<RuntimeState>().IsReady = true;
        var notifier = app.Services.GetServices<IHostedService>().OfType<AlertNotifier>().Single();
        await notifier.StartAsync(TestContext.Current.CancellationToken);

        // Whoever tells of the second has been at it for as long as the first was told, with the warning before his eyes.
        await ToldAsync("2026-11-24");
        await FailAsync("2026-11-25");
        await ToldAsync("2026-11-25");
        Assert.Equal(
            noted, await _installation.ScalarAsync<string>("SELECT string_agg(DISTINCT name || ' ' || attempts, ', ') FROM alert_notice WHERE severity = 'warning'"));
        Assert.DoesNotContain(_webhook.Told, t => t.Name == "IngestaErrorRateHigh");

        time.Set(new TimeOnly(8, 0));
        if (noted is not null)
        {
            await Eventually.TrueAsync(() => _webhook.Told.Any(t => t.Name == "IngestaErrorRateHigh"), message: "the warning is told when its hours begin");
        }

        await notifier.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_trial_reaches_every_channel_and_is_in_the_audit_trail()
    {
        await _installation.RunAsync("run", "--date", "2026-11-24", "--dry-run");
        await using var app = await _installation.BuildAsync();

        var results = await app.Services.GetRequiredService<AlertTrial>().SendAsync("ana", TestContext.Current.CancellationToken);

        Assert.Equal(["Aviso de prueba enviado por mail.", "Aviso de prueba enviado por webhook."], results.Select(r => r.Message));
        Assert.Single(_webhook.Told, t => t.Name == "Prueba");
        Assert.Contains("operadores@example.com", Assert.Single(_mail.Messages), StringComparison.Ordinal);
        Assert.Equal(2, await _installation.ScalarAsync<long>("SELECT count(*) FROM audit_log WHERE procedure_name = 'aviso_de_prueba' AND user_name = 'ana'"));
    }

    [Theory]
    [InlineData("Alerts__Hours", "20:00-06:00")]
    [InlineData("Alerts__MailTo", "nadie")]
    [InlineData("Alerts__Level", "info")]
    public async Task A_setting_that_cannot_be_used_ends_the_start(string name, string value)
    {
        _installation.Environment[name] = value;
        var result = await _installation.RunAsync("serve", "--no-portal");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(name.Replace("__", ":", StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
    }

    public async ValueTask InitializeAsync()
    {
        _installation = await Installation.CreateAsync(postgres, "notices");
        _installation.Environment["Ingesta__Schedule"] = "0 2 29 2 *";
        _installation.Environment["Alerts__Smtp"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_mail.Port}");
        _installation.Environment["Alerts__SmtpTls"] = "false";
        _installation.Environment["Alerts__MailFrom"] = "ingesta@example.com";
        _installation.Environment["Alerts__MailTo"] = "operadores@example.com";
        _installation.Environment["Alerts__WebhookUrl"] = _webhook.Url;
        _installation.Environment["Alerts__PortalUrl"] = "https://portal.example";
        _installation.Environment["Alerts__Interval"] = "00:00:00.300";
        // Longer than a start takes.
        _installation.Environment["Alerts__Patience"] = "00:00:15";
        _installation.Environment["Alerts__RetryDelay"] = "00:00:00.200";
    }

    public async ValueTask DisposeAsync()
    {
        await _installation.DisposeAsync();
        await _mail.DisposeAsync();
        await _webhook.DisposeAsync();
    }

    private async Task FailAsync(string date)
    {
        _installation.WriteLines($"XCADENA_{date.Replace("-", "", StringComparison.Ordinal)}.txt", ["1MALA"]);
        await _installation.RunAsync("run", "--date", date, "--maestra", "XCADENA", "--wait");
    }

    private static bool Says(IngestaProcess process, string text) => (process.Output + process.Error).Contains(text, StringComparison.Ordinal);

    private Task ToldAsync(string date) => Eventually.TrueAsync(
        () => _webhook.Told.Contains(("IngestaRunFailed", date)) && _mail.Messages.Any(m => m.Contains("IngestaRunFailed", StringComparison.Ordinal) && m.Contains(date, StringComparison.Ordinal)),
        TimeSpan.FromMinutes(2),
        $"{date} is told by webhook and mail");

    /// <summary>A wall clock in Bogotá that stands where it is set, in front of timers that go on.</summary>
    private sealed class LocalTime : TimeProvider
    {
        private long _ticks = At(new TimeOnly(3, 0));

        public void Set(TimeOnly time) => Interlocked.Exchange(ref _ticks, At(time));

        public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

        private static long At(TimeOnly time) => new DateTimeOffset(new DateOnly(2026, 11, 26), time, TimeSpan.FromHours(-5)).UtcTicks;
    }
}
