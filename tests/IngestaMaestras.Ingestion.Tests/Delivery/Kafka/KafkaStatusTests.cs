using Confluent.Kafka;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Kafka;

/// <summary>Brokers, topics and how far consumers are behind, over real sockets.</summary>
public sealed class KafkaStatusTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Brokers_topics_and_the_lag_of_each_group_are_told()
    {
        using KafkaCluster kafka = new();
        kafka.Options.ConsumerGroups = "analitica, nadie";
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        var layout = hub.Layouts.All.Single();
        kafka.Broker.CreateTopic(kafka.Options.TopicOf(layout), 1);
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5", "2|TUNJA|", "3|NEIVA|7");
        Commit(kafka, layout, "analitica", 1);
        using var status = Create(kafka, hub, TimeProvider.System);

        var state = (await status.ReadAsync(Ct))!;

        Assert.Empty(state.Problems);
        Assert.Equal([kafka.Address], state.Brokers);
        var topic = Assert.Single(state.Topics);
        Assert.Equal((kafka.Options.TopicOf(layout), "CIUDAD", 1), (topic.Topic, topic.Maestra, topic.Partitions));
        Assert.True(topic.EndOffset >= 3);
        Assert.Equal(
            [("analitica", topic.EndOffset - 1, true), ("nadie", topic.EndOffset, false)],
            state.Lags.Select(l => (l.Group, l.Lag, l.HasRead)));
    }

    [Fact]
    public async Task A_silent_cluster_is_told_and_is_no_error_and_is_not_asked_again_at_once()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        ManualClock time = new();
        using var status = Create(kafka, hub, time);
        kafka.Broker.GoDown();

        var silent = (await status.ReadAsync(Ct))!;
        kafka.Broker.ComeUp();
        await KafkaCluster.ContactAsync(hub);
        var still = await status.ReadAsync(Ct);
        time.Now += TimeSpan.FromSeconds(16);
        var back = (await status.ReadAsync(Ct))!;

        Assert.Contains(kafka.Address, Assert.Single(silent.Problems), StringComparison.Ordinal);
        Assert.Empty(silent.Brokers);
        Assert.Same(silent, still);
        Assert.Equal([kafka.Address], back.Brokers);
    }

    [Fact]
    public async Task What_the_broker_refuses_to_tell_is_said_and_the_rest_stays()
    {
        using KafkaCluster kafka = new();
        kafka.Options.ConsumerGroups = "analitica";
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        using var status = Create(kafka, hub, TimeProvider.System);
        kafka.Broker.FailNext(FindCoordinatorApi, ErrorCode.GroupAuthorizationFailed);

        var state = (await status.ReadAsync(Ct))!;

        Assert.Contains("analitica", Assert.Single(state.Problems), StringComparison.Ordinal);
        Assert.Equal([kafka.Address], state.Brokers);
        Assert.Null(Assert.Single(state.Lags).Lag);
    }

    [Fact]
    public async Task Kafka_that_is_off_has_no_state()
    {
        using KafkaCluster kafka = new();
        kafka.Options.Enabled = false;
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        using var status = Create(kafka, hub, TimeProvider.System);

        Assert.Null(await status.ReadAsync(Ct));
    }

    [Fact]
    public async Task A_layout_whose_topic_is_no_name_for_kafka_is_reported()
    {
        using KafkaCluster kafka = new();
        kafka.Options.TopicPrefix = new string('x', KafkaOptions.LongestTopic);
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());

        var problem = Assert.Single(hub.Worker.Targets.Find("kafka")!.FindProblems(hub.Layouts));

        Assert.Contains("CIUDAD", problem, StringComparison.Ordinal);
    }

    private const short FindCoordinatorApi = 10;

    private static KafkaStatus Create(KafkaCluster kafka, TestHub hub, TimeProvider time) =>
        new((KafkaTarget)hub.Worker.Targets.Find("kafka")!, kafka.Options, () => hub.Layouts, time);

    private static void Commit(KafkaCluster kafka, Layout layout, string group, long offset)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = kafka.Address, GroupId = group })
            .SetLogHandler((_, _) => { }).Build();
        consumer.Commit([new TopicPartitionOffset(kafka.Options.TopicOf(layout), 0, offset)]);
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
