using Dapper;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Maintenance;

/// <summary>Each task on data that is old enough for it, and again right after.</summary>
public sealed class MaintenanceTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "errores",
        "INSERT INTO error_log (fecha_proceso, \"timestamp\", error_type, severity, message) SELECT '2026-11-24', now() - make_interval(days => 352 + 2 * n), 'X', 'error', n::text FROM generate_series(1, 20) n",
        14, "SELECT count(*) FROM error_log", 6)]
    [InlineData(
        "auditoria",
        "DELETE FROM audit_log; INSERT INTO audit_log (procedure_name, execution_time, end_time, user_name, result_status, duration) SELECT 'x', now() - make_interval(days => 725 + n), now(), 'x', 'x', interval '0' FROM generate_series(1, 20) n",
        16, "SELECT count(*) FROM audit_log WHERE procedure_name = 'x'", 4)]
    [InlineData(
        "operaciones",
        "INSERT INTO operation (kind, status, requested_by, parameters, ended_at) SELECT 'x', 'succeeded', 'x', '{}', now() - make_interval(days => 175 + n) FROM generate_series(1, 20) n; INSERT INTO operation (kind, status, requested_by, parameters, created_at) VALUES ('x', 'held', 'x', '{}', now() - interval '3 years'); INSERT INTO operation_item (operation_id, item_no, group_no, item_key, label, action) SELECT operation_id, 1, 1, 'x', 'x', 'x' FROM operation",
        16, "SELECT count(*) FROM operation_item", 5)]
    [InlineData(
        "simulaciones",
        "INSERT INTO dry_run (fecha_proceso, requested_by, parameters, result, created_at) SELECT '2026-11-24', 'x', '{}', '{}', now() - make_interval(days => 25 + n) FROM generate_series(1, 20) n; INSERT INTO dry_run_row (dry_run_id, file_no, kind, row_no) SELECT dry_run_id, 1, 'i', 1 FROM dry_run",
        16, "SELECT count(*) FROM dry_run_row", 4)]
    [InlineData(
        "historial",
        "INSERT INTO maintenance_run (task, requested_by, outcome, started_at) SELECT 'x', 'x', 'succeeded', now() - make_interval(days => 760 - n) FROM generate_series(1, 20) n; INSERT INTO maintenance_run (task, requested_by, outcome, started_at) VALUES ('y', 'x', 'succeeded', now() - interval '3 years')",
        19, "SELECT count(*) FROM maintenance_run WHERE task IN ('x', 'y')", 2)]
    [InlineData(
        "informes-antiguos",
        "INSERT INTO weekly_report (week, created_at, data, html) SELECT date '2020-01-06' + 7 * n, now() - make_interval(days => 1095 + n), '{}', '' FROM generate_series(1, 20) n",
        16, "SELECT count(*) FROM weekly_report", 4)]
    [InlineData(
        "registro-pasos",
        "INSERT INTO step_log (at, level, run_id, message) SELECT now() - make_interval(days => 45 - n), 'info', 1, 'x' FROM generate_series(1, 20) n",
        15, "SELECT count(*) FROM step_log", 5)]
    public async Task Old_rows_go_in_batches_counted_and_audited_and_young_ones_stay(string task, string prepare, int removed, string count, int left)
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(prepare);
        var maintenance = Runner(hub);

        var first = await maintenance.RunAsync(task, AuditEntry.System, Ct);
        var second = await maintenance.RunAsync(task, AuditEntry.System, Ct);

        Assert.Equal((true, $"{removed} retirados."), (first.Done, first.Message));
        Assert.Equal((true, "0 retirados."), (second.Done, second.Message));
        Assert.Equal(left, await hub.ScalarAsync<int>(count));
        // What removed nothing is no news.
        Assert.Equal(
            [$"sistema|succeeded|{task}|{removed}"],
            await hub.QueryAsync("SELECT user_name, result_status, parameters ->> 'task', result ->> 'affected' FROM audit_log WHERE procedure_name = 'mantenimiento'"));
        Assert.Equal(["succeeded|0"], await hub.QueryAsync($"SELECT outcome, affected FROM maintenance_run WHERE task = '{task}' ORDER BY maintenance_run_id DESC LIMIT 1"));
    }

    [Fact]
    public async Task Errors_of_the_last_file_of_a_master_stay_because_an_unchanged_one_repeats_them()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "x|MALA|5");
        await hub.ExecuteAsync("UPDATE error_log SET \"timestamp\" = now() - interval '2 years'");

        Assert.Equal("0 retirados.", (await Runner(hub).RunAsync("errores", AuditEntry.System, Ct)).Message);
    }

    [Fact]
    public async Task Staging_of_dead_runs_goes_at_once_and_that_of_dry_runs_when_it_is_old()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync(
            """
            CREATE UNLOGGED TABLE db_masterdatahub_staging."r_99_99_1" (x int);
            CREATE UNLOGGED TABLE db_masterdatahub_staging."r_-5_1_1" (x int);
            CREATE UNLOGGED TABLE db_masterdatahub_staging."f_-6_1_1" (x int);
            """);
        var maintenance = Runner(hub);

        Assert.Equal("1 retirados.", (await maintenance.RunAsync("tablas-temporales", AuditEntry.System, Ct)).Message);
        Assert.Equal("0 retirados.", (await maintenance.RunAsync("tablas-temporales", AuditEntry.System, Ct)).Message);
        await hub.ExecuteAsync(
            "UPDATE maintenance_staging SET seen_at = now() - interval '7 hours' WHERE relation = 'db_masterdatahub_staging.\"r_-5_1_1\"'::regclass");
        Assert.Equal("1 retirados.", (await maintenance.RunAsync("tablas-temporales", AuditEntry.System, Ct)).Message);

        Assert.Equal(["f_-6_1_1"], await hub.QueryAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'db_masterdatahub_staging'"));
        Assert.Equal("0 retirados.", (await maintenance.RunAsync("tablas-temporales", AuditEntry.System, Ct)).Message);
    }

    [Fact]
    public async Task Temporary_files_go_after_a_day_and_nothing_else()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        var folder = Directory.CreateDirectory(Path.Combine(hub.Folders.Error, "2026-11-24")).FullName;
        string[] names = [".rechazos-1-a.tmp", ".rechazos-2-b.tmp", "CIUDAD.txt"];
        foreach (var name in names)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), "x", Ct);
            File.SetLastWriteTimeUtc(Path.Combine(folder, name), DateTime.UtcNow.AddDays(name == names[1] ? 0 : -2));
        }

        Assert.Equal("1 retirados.", (await Runner(hub).RunAsync("archivos-temporales", AuditEntry.System, Ct)).Message);
        Assert.Equal("0 retirados.", (await Runner(hub).RunAsync("archivos-temporales", AuditEntry.System, Ct)).Message);
        Assert.Equal(names.Skip(1), Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Statistics_are_refreshed_where_much_changed_and_only_there()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5");
        await hub.ExecuteAsync("ALTER TABLE erp_ciudad SET (autovacuum_enabled = false); ALTER TABLE error_log SET (autovacuum_enabled = false)");
        await hub.ExecuteAsync("INSERT INTO error_log (fecha_proceso, error_type, severity, message) SELECT '2026-11-24', 'X', 'error', 'x' FROM generate_series(1, 5000)");
        await Eventually.TrueAsync(async () => await hub.ScalarAsync<long>(
            "SELECT n_mod_since_analyze FROM pg_stat_user_tables WHERE relname = 'error_log'") >= 5000);

        var first = await Runner(hub).RunAsync("estadisticas", AuditEntry.System, Ct);

        Assert.Equal("1 tablas actualizadas.", first.Message);
        Assert.Equal(5000, await hub.ScalarAsync<int>("SELECT reltuples FROM pg_class WHERE relname = 'error_log'"));
        await Eventually.TrueAsync(async () => await hub.ScalarAsync<long>(
            "SELECT n_mod_since_analyze FROM pg_stat_user_tables WHERE relname = 'error_log'") == 0);
        Assert.Equal("0 tablas actualizadas.", (await Runner(hub).RunAsync("estadisticas", AuditEntry.System, Ct)).Message);
    }

    [Fact]
    public async Task The_backup_is_a_task_and_so_are_tombstones()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|");
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        await hub.ExecuteAsync("UPDATE tombstone SET deleted_at = now() - interval '31 days'");
        var maintenance = Runner(hub);

        Assert.Equal("1 retirados.", (await maintenance.RunAsync("borrados", AuditEntry.System, Ct)).Message);
        Assert.Equal("0 retirados.", (await maintenance.RunAsync("borrados", AuditEntry.System, Ct)).Message);
        Assert.StartsWith("ingesta-", (await maintenance.RunAsync("respaldo", "admin", Ct)).Message, StringComparison.Ordinal);
        Assert.StartsWith("ingesta-", (await maintenance.RunAsync("respaldo", "admin", Ct)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_runs_once_at_a_time_and_a_failure_or_a_death_in_the_middle_is_told()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await hub.ExecuteAsync("INSERT INTO maintenance_run (task, requested_by) VALUES ('falla', 'muerto')");
        var maintenance = Runner(hub, new Failing());
        await using (NpgsqlConnection other = new(new NpgsqlConnectionStringBuilder(hub.Worker.Database.ConnectionString) { Pooling = false }.ConnectionString))
        {
            await other.OpenAsync(Ct);
            await other.ExecuteAsync("SELECT pg_advisory_lock(hashtextextended('ingesta:maintenance:falla', 0))");
            Assert.Equal("La tarea «falla» ya está en marcha.", (await maintenance.RunAsync("falla", "admin", Ct)).Message);
            // A connection that is closed lets its locks go a moment later.
            await other.ExecuteAsync("SELECT pg_advisory_unlock(hashtextextended('ingesta:maintenance:falla', 0))");
        }

        var failed = await maintenance.RunAsync("falla", "admin", Ct);

        Assert.Equal((false, "No quiero."), (failed.Done, failed.Message));
        Assert.Equal(
            ["muerto|failed|Interrumpida antes de terminar.", "admin|failed|No quiero."],
            await hub.QueryAsync("SELECT requested_by, outcome, message FROM maintenance_run ORDER BY maintenance_run_id"));
        Assert.Equal(["admin|error|No quiero."], await hub.QueryAsync("SELECT user_name, result_status, error_message FROM audit_log WHERE procedure_name = 'mantenimiento'"));
        Assert.Contains("errores", (await maintenance.RunAsync("nada", "admin", Ct)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_tells_of_every_task_when_it_is_due()
    {
        await using var hub = await TestHub.StartAsync(postgres, Maestra.Ciudad());
        await Runner(hub).RunAsync("errores", "admin", Ct);

        var items = await Runner(hub).ListAsync(Ct);

        Assert.Equal(12, items.Count);
        Assert.All(items, i => Assert.NotEmpty(i.Title));
        // The clock says ten in the morning of 24 November in Bogotá.
        Assert.Equal(new DateTime(2026, 11, 25, 9, 30, 0), items.Single(i => i.Task == "errores").NextAt);
        Assert.Equal(new DateTime(2026, 12, 1, 10, 0, 0), items.Single(i => i.Task == "respaldo").NextAt);
        Assert.Equal("succeeded", items.Single(i => i.Task == "errores").Outcome);
        Assert.Null(items.Single(i => i.Task == "respaldo").Outcome);
    }

    private static MaintenanceRunner Runner(TestHub hub, params IMaintenanceTask[] more)
    {
        MaintenanceOptions options = new() { BatchSize = 3 };
        var database = hub.Worker.Database;
        BackupFolder folder = new(Path.Combine(hub.Folders.Root, "backups"), new BackupOptions());
        return new MaintenanceRunner(
            database,
            [
                new BackupTask(new BackupWriter(database, folder, TimeProvider.System), options), new TombstonePurge(database), new StepLogPurge(database),
                new StagingPurge(database), new TemporaryFiles(hub.Folders, TimeProvider.System), new TableStatistics(database),
                .. MaintenanceTasks.Retention(database, options), .. more,
            ],
            options, hub.Options, new FixedTime());
    }

    private sealed class Failing : IMaintenanceTask
    {
        public string Name => "falla";

        public Task<MaintenanceResult> ExecuteAsync(CancellationToken ct) => throw new InvalidOperationException("No quiero.");
    }
}
