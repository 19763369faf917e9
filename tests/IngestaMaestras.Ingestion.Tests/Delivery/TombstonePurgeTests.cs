using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Tests.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery;

/// <summary>Which deleted keys may be forgotten.</summary>
public sealed class TombstonePurgeTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_tombstones_that_every_target_has_passed_and_that_are_old_enough_go_and_it_is_audited()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|", "3|NEIVA|7", "4|PASTO|");
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "4|PASTO|");
        await AgeAsync(hub, "2");
        kafka.Broker.GoDown();
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        await AgeAsync(hub, "4");

        var purged = await new TombstonePurge(hub.Worker.Database).ExecuteAsync(Ct);

        // 3 is too young, and 4 has not been delivered.
        Assert.Equal(["3", "4"], await hub.QueryAsync("SELECT key_text FROM tombstone ORDER BY key_text"));
        Assert.Equal(1, purged["CIUDAD"]);
        Assert.Equal(
            ["sistema|1|1"],
            await hub.QueryAsync(
                "SELECT user_name, result ->> 'total', result -> 'masters' ->> 'CIUDAD' FROM audit_log WHERE procedure_name = 'purgar_borrados'"));
    }

    [Fact]
    public async Task A_target_that_is_off_keeps_them_until_it_is_forgotten_and_one_that_was_never_reached_does_not()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|");
        await hub.ExecuteAsync("INSERT INTO delivery_target (target, off_reason) VALUES ('nunca', 'sin configurar')");
        kafka.Options.Enabled = false;
        await hub.Worker.Deliveries.RegisterAsync(hub.Worker.Targets.All, Ct);
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        await AgeAsync(hub, "2");
        TombstonePurge purge = new(hub.Worker.Database);

        Assert.Empty(await purge.ExecuteAsync(Ct));
        Assert.True((await hub.Worker.TargetOperations.ForgetAsync("Kafka", "ya no se usa", TestHub.User, Ct)).Done);
        // The next start knows it again, as one that holds nothing.
        await hub.Worker.Deliveries.RegisterAsync(hub.Worker.Targets.All, Ct);

        Assert.Equal(1, (await purge.ExecuteAsync(Ct))["CIUDAD"]);
    }

    private static async Task AgeAsync(TestHub hub, string key) =>
        await hub.ExecuteAsync($"UPDATE tombstone SET deleted_at = now() - interval '31 days' WHERE key_text = '{key}'");
}
