using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Tests.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Backups;

/// <summary>Backup, loss, restore: nothing is lost, and no target is told anything wrong.</summary>
public sealed class BackupTests(PostgresFixture postgres)
{
    private const string Rows = "SELECT cod, nombre, zona FROM erp_ciudad ORDER BY cod";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_restore_nothing_is_delivered_until_all_keys_were_compared_and_then_hub_and_target_are_equal()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        var layout = hub.Layouts.All.Single();
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|", "3|NEIVA|7");
        kafka.Broker.GoDown();
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|6", "2|TUNJA|", "3|NEIVA|7", "4|PASTO|");
        var before = await hub.QueryAsync(Rows);
        var (backup, _) = await Writer(hub).WriteAsync(TestHub.User, Ct);
        kafka.Broker.ComeUp();
        await KafkaCluster.DrainAsync(hub);
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|9", "3|NEIVA|7", "5|IBAGUE|");
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|9", "3|NEIVA|8", "6|LETICIA|");
        var after = await hub.QueryAsync(Rows);
        var delivered = kafka.ReadByKey(layout);
        var seen = kafka.Read(layout);
        Assert.NotEqual(before, after);

        var report = await Restorer(hub).RestoreAsync(backup, withPrivileges: true, "admin", Ct);

        Assert.Equal(before, await hub.QueryAsync(Rows));
        Assert.Equal((2, "kafka"), (report.Epoch, Assert.Single(report.HeldTargets)));
        Assert.Equal(["admin|succeeded"], await hub.QueryAsync("SELECT user_name, result_status FROM audit_log WHERE procedure_name = 'restaurar'"));
        await hub.Worker.DeliveryDispatcher.DrainAsync(Ct);
        await hub.Worker.DrainAsync();
        Assert.Contains("espera", (await hub.Worker.DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct)).Message, StringComparison.Ordinal);
        Assert.False((await hub.Worker.TargetOperations.DeliverNowAsync("kafka", null, TestHub.User, Ct)).Done);
        // A comparison that only looks does not let go of what differs.
        Assert.False((await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: false, TestHub.User, Ct)).IsEqual);
        Assert.Contains("espera", (await hub.Worker.DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct)).Message, StringComparison.Ordinal);
        Assert.Equal(seen.Count, kafka.Read(layout).Count);

        await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: true, TestHub.User, Ct);
        await KafkaCluster.DrainAsync(hub);

        Assert.True((await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: false, TestHub.User, Ct)).IsEqual);
        Assert.Equal(["1", "2", "3", "4"], kafka.ReadByKey(layout).Keys);
        // Above whatever the target had seen, or a consumer that goes by version would not listen.
        var highest = seen.Max(m => m.Version);
        Assert.All(kafka.Read(layout).Where(m => m.Key is "1" or "2" or "6").GroupBy(m => m.Key), k => Assert.True(k.Last().Version > highest));

        Assert.Equal(
            ["processed/2026-11-23/CIUDAD_20261123.txt", "processed/2026-11-24/CIUDAD_20261124.txt"], await Files(hub).ListUnknownAsync(Ct));
        Assert.Equal(["input/CIUDAD_20261123.txt", "input/CIUDAD_20261124.txt"], await Files(hub).OfferAsync(TestHub.User, Ct));
        Assert.Empty(await Files(hub).OfferAsync(TestHub.User, Ct));
        await hub.RunAsync("2026-11-23");
        await hub.RunAsync("2026-11-24");
        await KafkaCluster.DrainAsync(hub);

        Assert.Equal(after, await hub.QueryAsync(Rows));
        Assert.Equal(delivered, kafka.ReadByKey(layout));
        // Numbers of the lost state are not used again: they are in events and in names of files.
        Assert.True(await hub.ScalarAsync<long>("SELECT max(run_id) FROM run") > 100_000);
    }

    [Fact]
    public async Task A_run_in_progress_at_the_backup_goes_on_after_the_restore_although_its_file_was_archived_since()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5");
        hub.Put("CIUDAD_20261122.txt", "1|CALI|6");
        var run = await hub.Worker.Runs.StartAsync(TestHub.Date("2026-11-22"), Core.Runs.RunTrigger.Operator, new(), TestHub.User, null, Ct);
        await hub.Worker.Starter.StartAsync(run.RunId!.Value, Ct);
        var expected = await hub.ScalarAsync<string>("SELECT path FROM file ORDER BY file_id DESC LIMIT 1");
        var (backup, _) = await Writer(hub).WriteAsync(TestHub.User, Ct);
        await hub.DrainAsync(run.RunId.Value);
        hub.Put("CIUDAD_20261123.txt", "1|CALI|7");
        await hub.RunAsync("2026-11-23");

        var report = await Restorer(hub).RestoreAsync(backup, withPrivileges: true, "admin", Ct);

        Assert.Equal([expected], report.Returned);
        await hub.ExecuteAsync("UPDATE run_file SET lease_until = now() - interval '1 minute', enqueued_at = NULL, job_id = NULL; UPDATE run SET lease_until = now() - interval '1 minute'");
        await hub.Worker.Sweeper.SweepAsync(Ct);
        await hub.DrainAsync(run.RunId.Value);
        Assert.Equal(["1|CALI|6"], await hub.QueryAsync(Rows));
        await Files(hub).OfferAsync(TestHub.User, Ct);
        await hub.RunAsync("2026-11-23");
        Assert.Equal(["1|CALI|7"], await hub.QueryAsync(Rows));
    }

    [Fact]
    public async Task A_dump_that_cannot_be_read_to_its_end_changes_nothing()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261121.txt", [.. Enumerable.Range(1, 3000).Select(i => $"{i}|CIUDAD {i * 7919}|5")]);
        var (backup, _) = await Writer(hub).WriteAsync(TestHub.User, Ct);
        await hub.LoadAsync("CIUDAD_20261122.txt", [.. Enumerable.Range(1, 3000).Select(i => $"{i}|CIUDAD {i}|6")]);
        var now = await hub.QueryAsync(Rows);
        await using (FileStream dump = new(backup.Path, FileMode.Open))
        {
            dump.SetLength(dump.Length * 2 / 3);
        }

        var damaged = await Assert.ThrowsAsync<BackupException>(() => Restorer(hub).RestoreAsync(backup, true, "admin", Ct));
        // Even one that its manifest vouches for.
        var vouched = backup with { Manifest = backup.Manifest with { Sha256 = await Ingestion.Files.FileHash.ComputeAsync(backup.Path, Ct) } };
        var unread = await Assert.ThrowsAsync<BackupException>(() => Restorer(hub).RestoreAsync(vouched, true, "admin", Ct));

        Assert.Contains("SHA-256", damaged.Message, StringComparison.Ordinal);
        Assert.Contains("pg_restore", unread.Message, StringComparison.Ordinal);
        Assert.Equal(now, await hub.QueryAsync(Rows));
        Assert.Equal(1, await hub.ScalarAsync<int>("SELECT epoch FROM installation"));
    }

    [Fact]
    public async Task A_restore_is_refused_while_a_worker_is_alive_and_for_a_backup_of_a_newer_program()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var (backup, _) = await Writer(hub).WriteAsync(TestHub.User, Ct);
        var newer = backup with { Manifest = backup.Manifest with { Scripts = ["9999_future.sql"] } };

        Assert.Contains("9999_future", (await Assert.ThrowsAsync<BackupException>(() => Restorer(hub).CheckAsync(newer, Ct))).Message, StringComparison.Ordinal);
        await hub.ExecuteAsync("INSERT INTO worker (worker_id, host_key, host, process_id, process_start) VALUES ('otro', 'otra', 'otra', 1, 1)");

        Assert.Contains("en marcha", (await Assert.ThrowsAsync<BackupException>(() => Restorer(hub).CheckAsync(backup, Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leftovers_of_an_interrupted_backup_go_and_old_backups_too_but_never_the_newest_good_one()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var folder = Folder(hub, new BackupOptions { KeepCount = 2 });
        List<string> names = [];
        for (var number = 0; number < 3; number++)
        {
            names.Add((await new BackupWriter(hub.Worker.Database, folder, TimeProvider.System).WriteAsync(TestHub.User, Ct)).Backup.Name);
        }

        Assert.Equal(names.Skip(1).Reverse(), (await folder.ListAsync(Ct)).Select(b => b.Name));
        await File.WriteAllTextAsync(Path.Combine(folder.Folder, "ingesta-20200101-000000.dump.partial"), "x", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Folder, "ingesta-20200101-000000.json"), "x", Ct);
        await File.WriteAllTextAsync(Path.Combine(folder.Folder, "ajeno.dump"), "x", Ct);
        var scratch = await hub.ScalarAsync<string>("SELECT 'ingesta_prueba_' || oid FROM pg_database WHERE datname = current_database()");
        await hub.ExecuteAsync($"CREATE DATABASE {scratch}");

        var later = new BackupWriter(hub.Worker.Database, folder, new LaterTime());
        var (last, removed) = await later.WriteAsync(TestHub.User, Ct);

        Assert.Equal(2, removed.Count);
        Assert.Equal(
            new[] { "ajeno.dump", last.Name, Path.ChangeExtension(last.Name, ".json") }.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(folder.Folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        Assert.Equal(0, await hub.ScalarAsync<int>($"SELECT count(*) FROM pg_database WHERE datname = '{scratch}'"));
        Assert.Equal(4, await hub.ScalarAsync<int>("SELECT count(*) FROM audit_log WHERE procedure_name = 'respaldar' AND result_status = 'succeeded'"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(last.Path));
    }

    [Fact]
    public async Task A_backup_that_is_interrupted_leaves_no_file_and_no_database()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var folder = Folder(hub, new BackupOptions());
        // The dump waits for this lock, and is interrupted there.
        await using var connection = await hub.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await connection.ExecuteAsync("LOCK TABLE run IN ACCESS EXCLUSIVE MODE");
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var writing = new BackupWriter(hub.Worker.Database, folder, TimeProvider.System).WriteAsync(TestHub.User, stop.Token);
        await using NpgsqlConnection watch = new(hub.Worker.Database.ConnectionString);
        await watch.OpenAsync(Ct);
        await Eventually.TrueAsync(async () => await watch.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'pg_dump' AND wait_event_type = 'Lock')"));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);

        Assert.Empty(Directory.EnumerateFiles(folder.Folder));
        Assert.Equal(0, await watch.ExecuteScalarAsync<int>("SELECT count(*) FROM pg_database WHERE datname LIKE 'ingesta\\_prueba\\_%' AND datname LIKE '%' || (SELECT oid FROM pg_database WHERE datname = current_database())"));
    }

    private static BackupFolder Folder(TestHub hub, BackupOptions options) => new(Path.Combine(hub.Folders.Root, "backups"), options);

    private static BackupWriter Writer(TestHub hub) => new(hub.Worker.Database, Folder(hub, new BackupOptions()), TimeProvider.System);

    private static RestoredFiles Files(TestHub hub) => new(hub.Worker.Database, hub.Folders, hub.Worker.Mover, () => hub.Layouts);

    private static BackupRestorer Restorer(TestHub hub) => new(
        hub.Worker.Database, new HubMigrator(hub.Worker.Database, NullLogger.Instance), hub.Worker.Leases.Worker, hub.Worker.Targets,
        () => hub.Layouts, Files(hub));

    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddYears(10);
    }
}
