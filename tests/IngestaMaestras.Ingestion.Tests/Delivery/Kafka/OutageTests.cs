using Confluent.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Kafka;

/// <summary>Whatever the broker does, nothing is lost, nothing is out of order, and the watermark says the truth.</summary>
public sealed class OutageTests(PostgresFixture postgres)
{
    private const short Produce = KafkaCluster.ProduceApi;
    private const short InitProducerId = 22;
    private const short AddPartitions = 24;
    private const short EndTransaction = 26;

    /// <summary>What a broker may answer, or cut, at the worst moments.</summary>
    private static readonly (short Api, ErrorCode Error)[] Disturbances =
    [
        (Produce, ErrorCode.NotEnoughReplicas), (Produce, ErrorCode.RequestTimedOut), (Produce, ErrorCode.LeaderNotAvailable),
        (Produce, ErrorCode.NotLeaderForPartition), (Produce, ErrorCode.Local_Transport), (InitProducerId, ErrorCode.GroupLoadInProgress),
        (InitProducerId, ErrorCode.Local_Transport), (AddPartitions, ErrorCode.ConcurrentTransactions), (AddPartitions, ErrorCode.Local_Transport),
        (EndTransaction, ErrorCode.GroupLoadInProgress), (EndTransaction, ErrorCode.Local_Transport), (EndTransaction, ErrorCode.NotCoordinatorForGroup),
    ];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, Long.Choose(2, 30))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Days_of_changes_through_a_disturbed_broker_arrive_complete_and_in_order_of_each_key(int seed)
    {
        Random random = new(seed);
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad("umbral_borrado: 1"));
        var layout = hub.Layouts.All.Single();
        for (var day = 0; day < 5; day++)
        {
            Disturb(kafka, random);
            await hub.LoadAsync(
                $"CIUDAD_202611{10 + day}.txt", [.. Enumerable.Range(1, 40).Where(_ => random.Next(4) > 0).Select(i => $"{i}|CALI|{random.Next(1, 4)}")]);
            kafka.Broker.ComeUp();
            kafka.Broker.AnswerAfter(TimeSpan.Zero);
        }

        await KafkaCluster.DrainAsync(hub);

        Assert.Equal(["t"], await hub.QueryAsync("SELECT watermark = last_version FROM delivery JOIN master_state USING (maestra)"));
        foreach (var ofKey in kafka.Read(layout).GroupBy(m => m.Key))
        {
            Assert.Equal(ofKey.Select(m => m.Version).Order(), ofKey.Select(m => m.Version));
        }

        var rows = await hub.QueryAsync("SELECT cod, zona FROM erp_ciudad ORDER BY cod");
        Assert.Equal(rows, kafka.ReadByKey(layout).Values.Select(Text).OrderBy(t => int.Parse(t.Split('|')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Empty(await hub.QueryAsync("SELECT 1 FROM error_log WHERE resolved_at IS NULL"));
    }

    private static void Disturb(KafkaCluster kafka, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                kafka.Broker.GoDown();
                break;
            case 1:
                kafka.Broker.AnswerAfter(TimeSpan.FromMilliseconds(random.Next(50, 600)));
                break;
            default:
                for (var i = random.Next(1, 4); i > 0; i--)
                {
                    var (api, error) = Disturbances[random.Next(Disturbances.Length)];
                    kafka.Broker.FailNext(api, [.. Enumerable.Repeat(error, random.Next(1, 3))]);
                }

                break;
        }
    }

    private static string Text(string json)
    {
        var value = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        return $"{value["COD"]}|{value["ZONA"]}";
    }
}
