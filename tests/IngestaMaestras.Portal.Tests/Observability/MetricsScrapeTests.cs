using System.Globalization;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Portal.Observability;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>The running program tells Prometheus how things are, whoever did them and whether or not the database is there.</summary>
public sealed class MetricsScrapeTests(PostgresFixture postgres)
{
    private readonly int _port = FreePort.Next();

    [Fact]
    public async Task What_another_process_has_loaded_is_told_after_a_start()
    {
        await using var installation = await Installation.CreateAsync(postgres, "scrape");
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS", "1MALA"]);
        await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA");
        installation.Environment["Metrics__Port"] = _port.ToString(CultureInfo.InvariantCulture);
        await using var serve = installation.Start("serve", "--no-portal");
        await serve.WaitForUrlAsync(ScrapedMetrics.AddressOf(_port));
        await Eventually.TrueAsync(
            async () => await ScrapedMetrics.ReadAsync(_port) is var told && told["ingesta_scheduler_heartbeat_age_seconds"] < 30
                && told["ingesta_delivery_pending_rows{target=\"kafka\",maestra=\"XCADENA\"}"] == 0,
            message: "the scheduler beats and everything is delivered");

        var metrics = await ScrapedMetrics.ReadAsync(_port);
        Assert.Equal(3, metrics["ingesta_records_total{maestra=\"XCADENA\",outcome=\"read\"}"]);
        Assert.Equal(2, metrics["ingesta_records_total{maestra=\"XCADENA\",outcome=\"accepted\"}"]);
        Assert.Equal(1, metrics["ingesta_records_total{maestra=\"XCADENA\",outcome=\"rejected\"}"]);
        Assert.Equal(2, metrics["ingesta_changes_total{maestra=\"XCADENA\",operation=\"inserted\"}"]);
        Assert.Equal(1, metrics["ingesta_findings_total{maestra=\"XCADENA\",type=\"PATRON_INVALIDO\"}"]);
        Assert.Equal(1 / 3.0, metrics["ingesta_file_error_ratio{maestra=\"XCADENA\"}"]!.Value, 6);
        Assert.Equal(0.05, metrics["ingesta_file_error_ratio_limit{maestra=\"XCADENA\"}"]!.Value, 6);
        Assert.Equal(1, metrics["ingesta_master_condition{maestra=\"XCADENA\",condition=\"loaded\"}"]);
        Assert.True(metrics["ingesta_master_last_success_timestamp_seconds{maestra=\"XCADENA\"}"] > 0);
        Assert.True(metrics["ingesta_steps{step=\"merge\",status=\"succeeded\"}"] >= 1);
        Assert.Equal(1, metrics["ingesta_dependency_up{dependency=\"postgresql\"}"]);
        Assert.Equal(1, metrics["ingesta_dependency_up{dependency=\"kafka\"}"]);
        Assert.Null(metrics["ingesta_dependency_up{dependency=\"oracle\"}"]);
        Assert.Equal(1, metrics["ingesta_kafka_brokers"]);
        Assert.Equal(0, metrics["ingesta_queue_length{queue=\"b-archivos\"}"]);
        Assert.Equal(0, metrics["ingesta_delivery_oldest_pending_age_seconds{target=\"kafka\"}"]);
        Assert.True(metrics["ingesta_scheduler_next_run_timestamp_seconds"] > DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.True(metrics["ingesta_postgresql_connections_max"] > 0);
        Assert.True(metrics["ingesta_postgresql_database_size_bytes"] > 0);
        Assert.True(metrics["ingesta_disk_free_bytes{volume=\"data\"}"] > 0);
        Assert.True(metrics["process_cpu_seconds_total"] > 0);
        Assert.Equal(metrics["ingesta_postgresql_queries_total"] is null, metrics["ingesta_postgresql_query_seconds_total"] is null);
    }

    [Fact]
    public async Task Backups_and_maintenance_that_other_processes_made_and_failed_are_told_after_a_start()
    {
        await using var installation = await Installation.CreateAsync(postgres, "scrapebackup");
        installation.Environment["Ingesta__Schedule"] = "0 2 29 2 *";
        installation.Environment["Maintenance__Schedule"] = "0 2 29 2 *";
        Assert.Equal(0, (await installation.RunAsync("backup")).ExitCode);
        Assert.Equal(0, (await installation.RunAsync("maintenance", "run", "errores")).ExitCode);
        // No folder can be made below a file.
        var failing = Path.Combine(installation.Input, "nada.txt");
        await File.WriteAllTextAsync(failing, "", TestContext.Current.CancellationToken);
        Assert.Equal(1, (await installation.RunAsync("maintenance", "run", "respaldo", $"--Backup:Folder={failing}/respaldos")).ExitCode);
        File.Delete(failing);
        installation.Environment["Metrics__Port"] = _port.ToString(CultureInfo.InvariantCulture);
        await using var serve = installation.Start("serve", "--no-portal");
        await serve.WaitForUrlAsync(ScrapedMetrics.AddressOf(_port));
        await Eventually.TrueAsync(
            async () => (await ScrapedMetrics.ReadAsync(_port))["ingesta_backup_last_success_timestamp_seconds"] > 0, message: "the database has been read");

        var metrics = await ScrapedMetrics.ReadAsync(_port);
        Assert.True(metrics["ingesta_backup_last_success_timestamp_seconds"] >= metrics["ingesta_hub_installed_timestamp_seconds"]);
        Assert.True(metrics["ingesta_backup_newest_timestamp_seconds"] <= metrics["ingesta_backup_last_success_timestamp_seconds"]);
        Assert.Equal(1, metrics["ingesta_backups"]);
        var backup = Assert.Single(Directory.GetFiles(Path.Combine(installation.Input, "../backups"), "*.dump"));
        Assert.Equal(new FileInfo(backup).Length, metrics["ingesta_backup_newest_size_bytes"]);
        Assert.Equal(31 * 1.3 * 86400, metrics["ingesta_backup_age_limit_seconds"]!.Value, 3);
        Assert.Equal(1, metrics["ingesta_maintenance_failed{task=\"respaldo\"}"]);
        Assert.Equal(0, metrics["ingesta_maintenance_failed{task=\"errores\"}"]);
        Assert.Null(metrics["ingesta_maintenance_last_success_timestamp_seconds{task=\"respaldo\"}"]);
        Assert.True(metrics["ingesta_maintenance_last_success_timestamp_seconds{task=\"errores\"}"] > 0);
    }

    [Theory]
    [InlineData("0 5 1 * *", 31 * 1.3)]
    [InlineData("0 5 * * 0", 7 * 1.3)]
    [InlineData("30 4 * * *", 1.3)]
    [InlineData("0 5 29 2 *", null)]
    public void How_old_a_backup_may_get_follows_from_its_schedule(string schedule, double? days)
    {
        DateTimeOffset now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(days is { } d ? TimeSpan.FromDays(d) : null, BackupMetrics.AgeLimit(schedule, "America/Bogota", now));
    }

    [Fact]
    public async Task A_database_that_is_down_is_told_and_what_it_knew_is_not_told_as_it_was()
    {
        using TempFolder temp = new();
        var database = FreePort.Next();
        await using var installation = await Installation.CreateAsync(postgres, "scrapedown");
        await using var server = await StartAsync(temp, database);
        installation.Environment["ConnectionStrings__Hub"] = server.ConnectionString;
        installation.Environment["Metrics__Port"] = _port.ToString(CultureInfo.InvariantCulture);
        installation.Environment["Metrics__MaxAge"] = "00:00:00";
        await using var serve = installation.Start("serve", "--no-portal");
        await serve.WaitForUrlAsync(ScrapedMetrics.AddressOf(_port));
        await Eventually.TrueAsync(
            async () => await ScrapedMetrics.ReadAsync(_port) is var told && told["ingesta_runs{status=\"failed\"}"] == 0
                && told["ingesta_dependency_up{dependency=\"postgresql\"}"] == 1
                && told["ingesta_postgresql_queries_total"] > 0,
            message: "the database is told of, its statements too");

        await server.StopAsync();

        await Eventually.TrueAsync(
            async () => await ScrapedMetrics.ReadAsync(_port) is var told && told["ingesta_dependency_up{dependency=\"postgresql\"}"] == 0
                && told["ingesta_runs{status=\"failed\"}"] is null && told["ingesta_scheduler_heartbeat_age_seconds"] is null
                && told["ingesta_disk_free_bytes{volume=\"data\"}"] > 0,
            message: "it is down, and nothing is told from memory");

        await using var again = await StartAsync(temp, database);
        await Eventually.TrueAsync(
            async () => await ScrapedMetrics.ReadAsync(_port) is var told && told["ingesta_dependency_up{dependency=\"postgresql\"}"] == 1
                && told["ingesta_runs{status=\"failed\"}"] == 0,
            message: "it is told of again");
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_one_clear_sentence()
    {
        await using var installation = await Installation.CreateAsync(postgres, "scrapebusy");
        using System.Net.Sockets.TcpListener other = new(System.Net.IPAddress.Loopback, _port);
        other.Start();
        installation.Environment["Metrics__Port"] = _port.ToString(CultureInfo.InvariantCulture);

        var result = await installation.RunAsync("serve", "--no-portal");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"Otro programa ya usa http://127.0.0.1:{_port}/metrics", result.Error, StringComparison.Ordinal);
        Assert.Contains("--Metrics:Port=9465", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Metrics__Port", "99999", "Metrics:Port")]
    [InlineData("Metrics__Host", "maquina", "Metrics:Host")]
    [InlineData("Metrics__Puerto", "1", "Metrics:Puerto")]
    public async Task A_setting_that_cannot_be_used_ends_the_start(string name, string value, string told)
    {
        await using var installation = await Installation.CreateAsync(postgres, "scrapebad");
        installation.Environment[name] = value;

        var result = await installation.RunAsync("serve", "--no-portal");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(told, result.Error, StringComparison.Ordinal);
    }

    private static Task<PrivateCluster> StartAsync(TempFolder temp, int port) => PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataRoot = temp.Path, Durable = false, Port = port }, NullLogger.Instance, TestContext.Current.CancellationToken);
}
