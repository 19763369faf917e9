using Dapper;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Tests.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery;

/// <summary>
/// A hub that somebody puts back to an earlier state by PostgreSQL's own means: the program has no part in it, and notices
/// by what the targets hold.
/// </summary>
public sealed class AheadTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="restart">The program is started again after the restore; otherwise it never stopped.</param>
    /// <param name="loadFirst">Before anything is delivered, a file is loaded whose versions go beyond those of the lost state.</param>
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_hub_that_was_restored_by_hand_delivers_nothing_before_somebody_compared(bool restart, bool loadFirst)
    {
        using KafkaCluster kafka = new();
        using TempFolder folder = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        var layout = hub.Layouts.All.Single();
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|");
        await KafkaCluster.DrainAsync(hub);
        var dump = await ToolAsync(hub, "pg_dump", "--format=custom", $"--file={folder["hub.dump"]}");
        Assert.True(dump.ExitCode == 0, dump.Error);
        // Epochs count seconds, and a delivery of the same second would still be one more.
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|6", "3|NEIVA|7");
        await KafkaCluster.DrainAsync(hub);
        var seen = kafka.Read(layout);

        NpgsqlConnection.ClearAllPools();
        var restored = await ToolAsync(hub, "pg_restore", "--clean", "--if-exists", $"--dbname={hub.Worker.Database.DataSource.CreateConnection().Database}", folder["hub.dump"]);
        Assert.True(restored.ExitCode == 0, restored.Error);
        Assert.Equal(["1|CALI|5", "2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
        if (loadFirst)
        {
            await hub.Worker.Deliveries.RegisterAsync([], Ct);
            kafka.Broker.GoDown();
            await hub.LoadAsync("CIUDAD_20261123.txt", [.. Enumerable.Range(1, 20).Select(i => $"{i}|CIUDAD {i}|5")]);
            kafka.Broker.ComeUp();
            await KafkaCluster.ContactAsync(hub);
            Assert.True(await hub.ScalarAsync<long>("SELECT last_version FROM master_state") > seen.Max(m => m.Version));
        }

        var worker = restart ? hub.AddWorker() : hub.Worker;
        var target = worker.Targets.All.Single();
        if (!loadFirst)
        {
            // At the start, with nothing to deliver.
            await worker.DeliveryRunner.LookAheadAsync(target, Ct);
        }

        var outcome = await worker.DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct);

        Assert.Equal(0, outcome.Sent);
        Assert.Contains("espera", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(seen.Count, kafka.Read(layout).Count);
        Assert.Equal(["kafka"], (await new DeliveryStatus(worker.Database).ListHeldAsync(Ct)).Select(h => h.Target));
        Assert.Equal(
            ["sistema|CIUDAD|2"],
            await hub.QueryAsync("SELECT user_name, parameters->>'maestra', (SELECT epoch FROM installation) FROM audit_log WHERE procedure_name = 'base_retrocedida'"));

        await worker.Reconciliation.CompareAsync("kafka", layout, fix: true, TestHub.User, Ct);
        await KafkaCluster.DrainAsync(hub);
        Assert.True((await worker.Reconciliation.CompareAsync("kafka", layout, fix: false, TestHub.User, Ct)).IsEqual);
        var highest = seen.GroupBy(m => m.Key).ToDictionary(k => k.Key, k => k.Max(m => m.Version));
        var last = kafka.Read(layout).GroupBy(m => m.Key).ToDictionary(k => k.Key, k => k.Last());
        Assert.All(highest.Where(h => h.Key is "1" or "3"), h => Assert.True(last[h.Key].Version > h.Value));
        // Once is enough.
        await using var connection = await hub.OpenAsync();
        await connection.ExecuteAsync("UPDATE delivery SET held_since = NULL");
        Assert.Equal(0, (await hub.AddWorker().DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct)).Sent);
        Assert.Equal(0, await hub.ScalarAsync<int>("SELECT count(*) FROM delivery WHERE held_since IS NOT NULL"));
    }

    [Fact]
    public async Task Replays_comparisons_other_workers_and_forgotten_targets_are_no_restores()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|");
        await KafkaCluster.DrainAsync(hub);
        var layout = hub.Layouts.All.Single();
        // A replay: the watermark is far below what the target has.
        await hub.ExecuteAsync("UPDATE delivery SET watermark = 0");
        Assert.Equal(2, (await hub.AddWorker().DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct)).Sent);
        // A crash between the target's commit and the watermark.
        await hub.ExecuteAsync("UPDATE delivery SET watermark = 1");
        Assert.Equal(1, (await hub.AddWorker().DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct)).Sent);
        Assert.True((await hub.AddWorker().Reconciliation.CompareAsync("kafka", layout, fix: true, TestHub.User, Ct)).IsEqual);
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|6", "2|TUNJA|");
        await KafkaCluster.DrainAsync(hub);
        await hub.ExecuteAsync("DELETE FROM delivery_target");
        await hub.Worker.Deliveries.RegisterAsync(hub.Worker.Targets.All, Ct);
        Assert.Equal(2, (await hub.Worker.DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct)).Sent);
        await hub.ExecuteAsync("DELETE FROM delivery_target");
        await hub.Worker.Deliveries.RegisterAsync(hub.Worker.Targets.All, Ct);
        Assert.Equal(2, (await hub.AddWorker().DeliveryRunner.DeliverAsync("kafka", "CIUDAD", null, Ct)).Sent);

        Assert.Equal(0, await hub.ScalarAsync<int>("SELECT count(*) FROM audit_log WHERE procedure_name = 'base_retrocedida'"));
        Assert.Equal(1, await hub.ScalarAsync<int>("SELECT epoch FROM installation"));
    }

    private static Task<ProcessResult> ToolAsync(TestHub hub, string tool, params string[] arguments)
    {
        NpgsqlConnectionStringBuilder settings = new(hub.Worker.Database.ConnectionString);
        return TestProcess.RunAsync([tool, .. arguments], new Dictionary<string, string?>
        {
            ["PGHOST"] = settings.Host, ["PGPORT"] = settings.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["PGUSER"] = settings.Username, ["PGPASSWORD"] = settings.Password, ["PGDATABASE"] = settings.Database,
        });
    }
}
