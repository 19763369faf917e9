using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Ingestion.Tests.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery;

/// <summary>How a run tells what became of its files' changes, per target.</summary>
public sealed class FileDeliveryTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_is_told_with_its_changes_and_duration_and_a_failure_with_its_reason()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        var first = await hub.LoadAsync("CIUDAD_20261121.txt", "1|CALI|5", "2|TUNJA|");
        kafka.Broker.GoDown();
        var second = await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|6", "2|TUNJA|");

        var delivered = await ReadAsync(hub, first.RunId);
        var failed = await ReadAsync(hub, second.RunId);

        Assert.Equal(("kafka", DeliveryState.Delivered, 2L), (delivered.Target, delivered.State, delivered.Changes));
        Assert.True(delivered.EndedAt >= delivered.StartedAt);
        Assert.Equal((DeliveryState.Failed, 1L, 1), (failed.State, failed.Changes, failed.Attempts));
        Assert.Null(failed.EndedAt);
        Assert.Contains("no responde", failed.LastError, StringComparison.Ordinal);
        Assert.Equal(
            [new RunReportDelivery("kafka", "failed", 1)],
            (await RunReport.ReadAsync(hub.Worker.Database, second.RunId, Ct))!.Files.Single().Deliveries);
    }

    [Fact]
    public async Task A_target_that_is_off_is_told_as_off_and_not_as_delivered()
    {
        using KafkaCluster kafka = new();
        kafka.Options.Enabled = false;
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        var run = await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");

        var delivery = await ReadAsync(hub, run.RunId);

        Assert.Equal(DeliveryState.Off, delivery.State);
        Assert.NotNull(delivery.OffReason);
    }

    [Fact]
    public async Task After_a_replay_the_file_is_pending_again_because_its_state_is_not_stored()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        var run = await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");

        await hub.Worker.Replay.ExecuteAsync(new("kafka", "CIUDAD"), TestHub.User, null, Ct);

        Assert.Equal(DeliveryState.Pending, (await ReadAsync(hub, run.RunId)).State);
        await hub.Worker.DrainAsync();
        Assert.Equal(DeliveryState.Delivered, (await ReadAsync(hub, run.RunId)).State);
    }

    private static async Task<FileDelivery> ReadAsync(TestHub hub, long runId) =>
        (await new RunQueries(hub.Worker.Database).FindAsync(runId, Ct))!.Files.Single().Deliveries.Single();
}
