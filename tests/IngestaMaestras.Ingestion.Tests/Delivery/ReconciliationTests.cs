using System.Text;
using Confluent.Kafka;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Tests.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery;

/// <summary>A target that somebody tampered with, or that lost something, is compared with the hub and mended.</summary>
public sealed class ReconciliationTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Missing_different_and_superfluous_keys_are_found_and_mended_through_the_normal_path()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        var layout = hub.Layouts.All.Single();
        await hub.LoadAsync("CIUDAD_20261123.txt", [.. Enumerable.Range(1, 20).Select(i => $"{i}|CALI|5")]);
        await PlantAsync(kafka, layout, ("3", null, 900), ("7", "{\"COD\":7,\"NOMBRE\":\"OTRA\",\"ZONA\":5}", 7), ("999", "{\"COD\":999}", 950));

        var found = await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: false, TestHub.User, Ct);
        Assert.Equal((20, 20, 1, 1, 1, 0), (found.HubRows, found.TargetRows, found.Missing, found.Different, found.Superfluous, found.Pending));
        Assert.Equal(["different 7", "missing 3", "superfluous 999"], found.Examples.Select(e => $"{e.Verdict} {e.Key}"));
        Assert.Equal(["20"], await hub.QueryAsync("SELECT last_version FROM master_state"));

        var mended = await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: true, TestHub.User, Ct);
        await hub.Worker.DrainAsync();

        Assert.Equal(3, mended.Mended);
        Assert.True((await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: false, TestHub.User, Ct)).IsEqual);
        Assert.Equal(20, kafka.ReadByKey(layout).Count);
        // Above everything that the target had seen, or a consumer that goes by version would not listen.
        Assert.All(kafka.Read(layout).Where(m => m.Version > 950), m => Assert.Contains(m.Key, new[] { "3", "7", "999" }));
        Assert.Equal(
            ["operadora|3"], await hub.QueryAsync("SELECT user_name, result ->> 'mended' FROM audit_log WHERE procedure_name = 'reconciliar'"));
    }

    [Fact]
    public async Task What_is_still_on_its_way_is_not_a_difference()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        var layout = hub.Layouts.All.Single();
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|", "3|NEIVA|");
        kafka.Broker.GoDown();
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|6", "3|NEIVA|", "4|PASTO|");
        kafka.Broker.ComeUp();
        await KafkaCluster.ContactAsync(hub);

        var report = await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: false, TestHub.User, Ct);

        Assert.True(report.IsEqual);
        Assert.Equal(3, report.Pending);
    }

    [Theory]
    [InlineData("1|CALI", "{\"a\":1,\"b\":\"CALI\"}")]
    [InlineData("7|con \\| y \\\\", "{\"a\":7,\"b\":\"con | y \\\\\"}")]
    [InlineData("siete|CALI", null)]
    [InlineData("7", null)]
    public void The_text_of_a_key_leads_back_to_its_columns(string text, string? json)
    {
        var layout = TestHub.Read(
            """
            COSA:
              tabla_destino: erp_cosa
              tipo: delimitado
              delimitador: ";"
              campos[2]{nombre,index,required,tipo_dato}:
                A,0,true,numero(3)
                B,1,true,texto(20)
              campos_clave[2]: A,B
            """).All.Single();

        Assert.Equal(json, KeyParts.ToJson(layout, text));
    }

    private static async Task PlantAsync(KafkaCluster kafka, Layout layout, params (string Key, string? Value, long Version)[] messages)
    {
        using var producer = new ProducerBuilder<byte[], byte[]?>(
            new ProducerConfig { BootstrapServers = kafka.Address, Partitioner = Partitioner.Murmur2Random }).Build();
        foreach (var (key, value, version) in messages)
        {
            await producer.ProduceAsync(kafka.Options.TopicOf(layout), new Message<byte[], byte[]?>
            {
                Key = Encoding.UTF8.GetBytes(key),
                Value = value is null ? null : Encoding.UTF8.GetBytes(value),
                Headers = new Headers { { "version", Encoding.UTF8.GetBytes($"{version}") } },
            }, Ct);
        }
    }
}
