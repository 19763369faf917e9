using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Delivery.Kafka.Space;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Tests.Maintenance;

/// <summary>Checks that find something to look at say so, and are no failures.</summary>
public sealed class DailyCheckTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dead_rows_that_autovacuum_does_not_come_to_are_a_warning_until_they_are_gone()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var maintenance = Runner(hub, new DeadRows(hub.Worker.Database));
        Assert.Equal("Ninguna tabla tiene muchas filas muertas sin limpiar.", (await maintenance.RunAsync("autovacuum", AuditEntry.System, Ct)).Message);
        await hub.ExecuteAsync(
            """
            ALTER TABLE error_log SET (autovacuum_enabled = false);
            INSERT INTO error_log (fecha_proceso, error_type, severity, message) SELECT '2026-11-24', 'X', 'error', 'x' FROM generate_series(1, 12000)
            """);
        await hub.ExecuteAsync("DELETE FROM error_log");
        await Eventually.TrueAsync(async () => await hub.ScalarAsync<long>("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'error_log'") == 12000);

        for (var time = 0; time < 2; time++)
        {
            var found = await maintenance.RunAsync("autovacuum", AuditEntry.System, Ct);
            Assert.True(found.Done);
            Assert.StartsWith("Autovacuum no llega a: db_masterdatahub.error_log (12000).", found.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["succeeded", "warning", "warning"], await hub.QueryAsync("SELECT outcome FROM maintenance_run ORDER BY maintenance_run_id"));
        Assert.Equal(2, await hub.ScalarAsync<int>("SELECT count(*) FROM audit_log WHERE procedure_name = 'mantenimiento'"));
        await hub.ExecuteAsync("VACUUM error_log");
        await Eventually.TrueAsync(async () => await hub.ScalarAsync<long>("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'error_log'") == 0);
        Assert.StartsWith("Ninguna tabla", (await maintenance.RunAsync("autovacuum", AuditEntry.System, Ct)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploads_that_nobody_decided_about_go_after_a_day()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var maintenance = Runner(hub, new UploadPurge(new UploadStore(hub.Worker.Database, hub.Folders)));
        foreach (var (name, days) in new[] { ("viejo", 2), ("nuevo", 0) })
        {
            var path = Path.Combine(hub.Folders.Upload, name);
            await File.WriteAllTextAsync(path, "x", Ct);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
        }

        Assert.Equal("1 retirados.", (await maintenance.RunAsync("subidas", AuditEntry.System, Ct)).Message);
        Assert.Equal("0 retirados.", (await maintenance.RunAsync("subidas", AuditEntry.System, Ct)).Message);
        Assert.Equal(["nuevo"], Directory.EnumerateFiles(hub.Folders.Upload).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_cluster_that_does_not_tell_how_its_topics_are_kept_is_told_of_and_not_taken_for_a_good_one()
    {
        var layouts = TestHub.Read(Maestra.Ciudad());
        using InProcessCluster cluster = new();
        KafkaOptions options = new() { BootstrapServers = cluster.Address, ContactTimeout = TimeSpan.FromSeconds(3) };
        cluster.CreateTopic(options.TopicOf(layouts.All[0]), 1);
        KafkaTarget target = new(options, null, NullLogger<KafkaTarget>.Instance);
        TopicPolicies policies = new(target, new KafkaTopicAdmin(target, options), options, () => layouts);
        await using var hub = await TestHub.StartAsync(postgres, layouts);
        var maintenance = Runner(hub, new TopicCheck(policies), new TopicRepair(policies));

        for (var time = 0; time < 2; time++)
        {
            var check = await maintenance.RunAsync("topicos", AuditEntry.System, Ct);
            Assert.True(check.Done, check.Message);
            Assert.StartsWith("El clúster no dice cómo están configurados sus tópicos: ", check.Message, StringComparison.Ordinal);
        }

        var repair = await maintenance.RunAsync("topicos-reparar", "admin", Ct);
        Assert.False(repair.Done);
        Assert.StartsWith("El clúster no dice", repair.Message, StringComparison.Ordinal);
        var refused = await policies.RepairAsync([options.TopicOf(layouts.All[0])], Ct);
        Assert.NotEmpty(refused);
        Assert.Null((await maintenance.ListAsync(Ct)).Single(t => t.Task == "topicos-reparar").NextAt);
    }

    [Theory]
    [InlineData("compact", true)]
    [InlineData("delete", false)]
    [InlineData("compact,delete", false)]
    public void Only_a_topic_that_forgets_nothing_by_age_is_good(string policy, bool isGood)
    {
        TopicPolicyReport report = new([new TopicPolicy("a", policy), new TopicPolicy("b", null)], null);
        Assert.Equal(isGood ? "" : "a", string.Join(",", TopicCheck.BadOf(report).Select(t => t.Topic)));
    }

    private static MaintenanceRunner Runner(TestHub hub, params IMaintenanceTask[] tasks) =>
        new(hub.Worker.Database, tasks, new MaintenanceOptions(), hub.Options, new FixedTime());
}
