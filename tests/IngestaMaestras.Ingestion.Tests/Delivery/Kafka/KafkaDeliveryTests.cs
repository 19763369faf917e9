using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Kafka;

/// <summary>What reaches Kafka, over real sockets, read back by a consumer of its own.</summary>
public sealed class KafkaDeliveryTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_load_an_update_and_a_deletion_arrive_in_order_with_their_headers()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        var layout = hub.Layouts.All.Single();

        var first = await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5", "2|TUNJA|", "3|ÑUÑOA|7");
        await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6", "3|ÑUÑOA|7");

        Assert.Equal(["idle|5|∅"], await hub.QueryAsync("SELECT status, watermark, last_error FROM delivery"));
        Assert.Equal(
            [
                "1 v1 upsert {\"COD\":1,\"NOMBRE\":\"CALI\",\"ZONA\":5}", "1 v4 upsert {\"COD\":1,\"NOMBRE\":\"CALI\",\"ZONA\":6}",
                "2 v2 upsert {\"COD\":2,\"NOMBRE\":\"TUNJA\",\"ZONA\":null}", "2 v5 delete ∅",
                "3 v3 upsert {\"COD\":3,\"NOMBRE\":\"ÑUÑOA\",\"ZONA\":7}",
            ],
            kafka.Read(layout).OrderBy(m => m.Key).ThenBy(m => m.Version).Select(m => m.ToString()));
        var headers = kafka.Read(layout).Single(m => m.Version == 1).Headers;
        Assert.Equal("CIUDAD", headers["maestra"]);
        Assert.Equal("2026-11-23", headers["fecha_proceso"]);
        Assert.Equal(first.RunId.ToString(System.Globalization.CultureInfo.InvariantCulture), headers["run_id"]);
        Assert.Equal("CIUDAD:1", headers["ce_id"]);
        Assert.Equal("application/json", headers["content-type"]);
    }

    [Fact]
    public async Task While_the_broker_is_down_the_hub_loads_and_the_run_is_partial_and_once_it_is_back_everything_arrives()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        kafka.Broker.GoDown();

        var loaded = await hub.LoadAsync("CIUDAD_20261124.txt", "1|CALI|6", "2|TUNJA|");
        var during = (await hub.ReadRunAsync(loaded.RunId)).Status;
        var errors = await hub.QueryAsync("SELECT error_type, resolved_at IS NULL FROM error_log WHERE maestra = 'CIUDAD'");
        kafka.Broker.ComeUp();
        await Eventually.TrueAsync(async () =>
        {
            await hub.Worker.DeliveryDispatcher.DrainAsync(TestContext.Current.CancellationToken);
            await hub.Worker.DrainAsync();
            return await hub.ScalarAsync<string>("SELECT status FROM delivery") == "idle";
        });

        Assert.Equal("loaded", loaded.Status);
        Assert.Equal("partial", during);
        Assert.Equal(["ERROR_KAFKA|t"], errors);
        Assert.Equal(["ERROR_KAFKA|f"], await hub.QueryAsync("SELECT error_type, resolved_at IS NULL FROM error_log WHERE maestra = 'CIUDAD'"));
        Assert.Equal("succeeded", (await hub.ReadRunAsync(loaded.RunId)).Status);
        Assert.Equal(["1", "2"], kafka.ReadByKey(hub.Layouts.All.Single()).Keys);
    }
}
