using System.Text.Json;
using Dapper;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>The database is lost on a busy night. Every process, dump and broker is real, and killed or gone in earnest.</summary>
public sealed class DisasterTests(PostgresFixture postgres)
{
    private const string Categories = "masterdata.erp.categoria";
    private const string Chains = "masterdata.erp.cadena";
    private const int Rows = 300;

    private const string Contents =
        """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT (to_jsonb(c) - 'femod' - '_version' - '_file_id')::text AS line FROM erp_categoria c
            UNION ALL SELECT (to_jsonb(c) - 'femod' - '_version' - '_file_id')::text FROM erp_cadena c) rows
        """;

    [Fact]
    public async Task A_backup_of_a_busy_night_brings_everything_back_after_the_database_was_lost_and_nothing_wrong_goes_out()
    {
        using InProcessCluster kafka = new();
        await using var installation = await Installation.CreateAsync(postgres, "disaster");
        installation.Environment["Kafka__BootstrapServers"] = kafka.Address;
        installation.Environment["Kafka__MessageTimeout"] = "00:00:04";
        installation.Environment["Kafka__ContactTimeout"] = "00:00:02";
        installation.Environment["Delivery__RunPatience"] = "00:00:01";
        installation.Environment["Delivery__RetryDelays"] = "00:00:01";
        Write(installation, "20261121", "UNO", ["AUNO", "BDOS"]);
        await installation.RunAsync("run", "--date", "2026-11-21", "--maestra", "XCATEG,XCADENA", "--wait");
        Assert.Equal(Rows, Topic.Read(kafka.Address, Categories).Count);

        // A run in progress, one of its files delivered to nobody yet, the other before its merge: so it is backed up.
        kafka.GoDown();
        Write(installation, "20261122", "DOS", ["AUNO", "BTRES", "CCUATRO"]);
        string backup;
        await using (var night = installation.Start("serve", "--no-portal"))
        {
            await using (var gate = await installation.ConnectAsync())
            {
                await using var transaction = await gate.BeginTransactionAsync(TestContext.Current.CancellationToken);
                await gate.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('ingesta:merge:XCATEG', 0))");
                await Eventually.TrueAsync(() => installation.ScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM worker WHERE seen_at > now() - interval '3 seconds')"));
                await installation.RunAsync("run", "--date", "2026-11-22", "--maestra", "XCATEG,XCADENA");
                await Eventually.TrueAsync(() => installation.ScalarAsync<bool>(
                    """
                    SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                       AND EXISTS (SELECT 1 FROM run WHERE status = 'running')
                       AND EXISTS (SELECT 1 FROM master_state s JOIN delivery d USING (maestra) WHERE s.maestra = 'XCADENA' AND s.last_version > d.watermark)
                    """));
                backup = await BackUpAsync(installation);
            }

            kafka.ComeUp();
            await DeliveredAsync(installation);
            Write(installation, "20261123", "TRES", ["AUNO", "CCINCO"]);
            await installation.RunAsync("run", "--date", "2026-11-23", "--maestra", "XCATEG,XCADENA", "--wait");
            await DeliveredAsync(installation);
            night.Kill();
        }

        var expected = await installation.ScalarAsync<string>(Contents);
        var (categories, chains) = (Topic.Read(kafka.Address, Categories), Topic.Read(kafka.Address, Chains));
        await installation.DestroyDatabaseAsync();

        var restored = await installation.RunAsync("restore", backup, "--yes", "--offer");

        Assert.True(restored.ExitCode == 0, restored.Output + restored.Error);
        Assert.Contains("Volvió a su ejecución: work/", restored.Output, StringComparison.Ordinal);
        Assert.Contains("Devuelto a input/XCADENA_20261123.txt", restored.Output, StringComparison.Ordinal);
        Assert.Contains("Las entregas a kafka esperan", restored.Output, StringComparison.Ordinal);
        await using var portal = installation.Start("serve", "--no-portal");
        await installation.RunEndedAsync();
        await installation.RunAsync("run", "--date", "2026-11-23", "--maestra", "XCATEG,XCADENA", "--wait");
        Assert.Equal(expected, await installation.ScalarAsync<string>(Contents));
        // Nobody has compared yet.
        Assert.Equal((categories.Count, chains.Count), (Topic.Read(kafka.Address, Categories).Count, Topic.Read(kafka.Address, Chains).Count));

        var mended = await installation.RunAsync("reconcile", "--target", "kafka", "--fix");
        Assert.True(mended.ExitCode == 0, mended.Output + mended.Error);
        await DeliveredAsync(installation);
        var equal = await installation.RunAsync("reconcile", "--target", "kafka", "--json");

        Assert.True(equal.ExitCode == 0, equal.Output + equal.Error);
        Assert.Equal(expected, await installation.ScalarAsync<string>(Contents));
        Assert.Equal(Topic.ByVersion(categories), Topic.ByVersion(Topic.Read(kafka.Address, Categories)));
        Assert.Equal(Topic.ByVersion(chains), Topic.ByVersion(Topic.Read(kafka.Address, Chains)));
        Assert.Equal(
            0, await installation.ScalarAsync<int>("SELECT count(*) FROM file WHERE location IN ('input', 'work')"));
        Assert.Equal(6, installation.Files().Count(f => f.StartsWith("processed/", StringComparison.Ordinal)));
        portal.Signal("TERM");
        await portal.WaitForExitAsync();
    }

    [Fact]
    public async Task A_restore_that_is_killed_leaves_the_hub_as_it_was()
    {
        Assert.SkipUnless(Long.IsOn, Long.Reason);
        await using var installation = await Installation.CreateAsync(postgres, "killrestore");
        installation.Environment["Kafka__Enabled"] = "false";
        Write(installation, "20261121", "UNO", ["AUNO"]);
        await installation.RunAsync("run", "--date", "2026-11-21", "--maestra", "XCATEG,XCADENA", "--wait");
        var backup = await BackUpAsync(installation);
        Write(installation, "20261122", "DOS", ["ADOS"]);
        await installation.RunAsync("run", "--date", "2026-11-22", "--maestra", "XCATEG,XCADENA", "--wait");
        var now = await installation.ScalarAsync<string>(Contents);

        // Somebody reads a table, so the restore waits at its very beginning; what it was told so far it goes on with.
        await using (var reader = await installation.ConnectAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await reader.ExecuteAsync("LOCK TABLE run IN ACCESS SHARE MODE");
            await using var restore = installation.Start("restore", backup, "--yes");
            await Eventually.TrueAsync(() => installation.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'psql' AND wait_event_type = 'Lock')"));
            restore.Kill();
            await restore.WaitForExitAsync();
        }

        await NobodyRestoresAsync(installation);
        Assert.Equal(now, await installation.ScalarAsync<string>(Contents));
        Assert.Equal(1, await installation.ScalarAsync<int>("SELECT epoch FROM installation"));

        // And at any other moment.
        Random random = new(20261126);
        for (var kill = 0; kill < 8; kill++)
        {
            var before = await installation.ScalarAsync<string>(Contents);
            var epoch = await installation.ScalarAsync<int>("SELECT epoch FROM installation");
            await using (var restore = installation.Start("restore", backup, "--yes"))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 6_000)), TestContext.Current.CancellationToken);
                restore.Kill();
                await restore.WaitForExitAsync();
            }

            await NobodyRestoresAsync(installation);
            // It was over already, or it never was.
            Assert.True(
                await installation.ScalarAsync<int>("SELECT epoch FROM installation") == epoch + 1
                || await installation.ScalarAsync<string>(Contents) == before);
        }
    }

    [Fact]
    public async Task A_backup_that_is_killed_counts_for_nothing_and_leaves_nothing_to_the_next()
    {
        Assert.SkipUnless(Long.IsOn, Long.Reason);
        await using var installation = await Installation.CreateAsync(postgres, "killbackup");
        installation.Environment["Kafka__Enabled"] = "false";
        Write(installation, "20261121", "UNO", ["AUNO"]);
        await installation.RunAsync("run", "--date", "2026-11-21", "--maestra", "XCATEG,XCADENA", "--wait");
        var folder = Path.Combine(installation.Root, "backups");
        await KillBackupAsync(installation, () => Task.FromResult(Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.partial").Any()));
        await KillBackupAsync(installation, async () => await installation.ScalarAsync<int>(Scratch) == 1);
        await KillBackupAsync(installation, () => Task.FromResult(Directory.EnumerateFiles(folder, "*.json*").Any()));
        Random random = new(20261126);
        for (var kill = 0; kill < 6; kill++)
        {
            var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(500, 5_000));
            await KillBackupAsync(installation, () => Task.FromResult(TimeProvider.System.GetUtcNow() > until));
        }

        var good = (await installation.RunAsync("backup", "--list")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(good, line => Assert.EndsWith("comprobado", line, StringComparison.Ordinal));
        await BackUpAsync(installation);

        Assert.DoesNotContain(Directory.EnumerateFiles(folder), f => f.EndsWith(".partial", StringComparison.Ordinal));
        Assert.Equal(good.Length + 1, Directory.EnumerateFiles(folder, "*.dump").Count());
        Assert.Equal(good.Length + 1, Directory.EnumerateFiles(folder, "*.json").Count());
        Assert.Equal(0, await installation.ScalarAsync<int>(Scratch));
    }

    private const string Scratch =
        "SELECT count(*) FROM pg_database WHERE datname = 'ingesta_prueba_' || (SELECT oid FROM pg_database WHERE datname = current_database())";

    private static async Task KillBackupAsync(Installation installation, Func<Task<bool>> moment)
    {
        await using var backup = installation.Start("backup");
        await Eventually.TrueAsync(async () => backup.HasExited || await moment());
        if (!backup.HasExited)
        {
            backup.Kill();
        }

        await backup.WaitForExitAsync();
    }

    /// <summary>Tools that the killed program had started end by themselves.</summary>
    private static Task NobodyRestoresAsync(Installation installation) => Eventually.TrueAsync(() => installation.ScalarAsync<bool>(
        "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('psql', 'ingesta'))"));

    private static async Task<string> BackUpAsync(Installation installation)
    {
        var made = await installation.RunAsync("backup", "--json");
        Assert.True(made.ExitCode == 0, made.Output + made.Error);
        using var json = JsonDocument.Parse(made.Output);
        return json.RootElement[0].GetProperty("path").GetString()!;
    }

    private static Task DeliveredAsync(Installation installation) => Eventually.TrueAsync(
        () => installation.ScalarAsync<bool>(
            """
            SELECT NOT EXISTS (SELECT 1 FROM run WHERE status IN ('queued', 'running'))
               AND NOT EXISTS (SELECT 1 FROM master_state s LEFT JOIN delivery d ON d.maestra = s.maestra AND d.target = 'kafka'
                                WHERE s.maestra IN ('XCATEG', 'XCADENA') AND s.last_version > coalesce(d.watermark, 0))
            """),
        TimeSpan.FromMinutes(3), "everything is delivered");

    private static void Write(Installation installation, string date, string word, string[] chains)
    {
        installation.WriteLines($"XCADENA_{date}.txt", chains);
        installation.WriteLines($"XCATEG_{date}.txt", Enumerable.Range(1, Rows).Select(i => $"{i / 1000:000}{i % 1000:00000}CATEGORÍA {i} {(i % 3 == 0 ? word : "")}"));
    }
}
