using IngestaMaestras.Ingestion.Tests.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Delivery.Oracle;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery;

/// <summary>Kafka and Oracle beside each other: one that is down holds up neither the files nor the other.</summary>
public sealed class BothTargetsTests(PostgresFixture postgres)
{
    private static readonly string[] Expected = ["1|BOGOTA|12", "3|TUNJA|∅"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_Kafka_is_down_Oracle_is_on_time_and_Kafka_has_everything_once_it_is_back()
    {
        using KafkaCluster kafka = new();
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var hub = await StartAsync(kafka, oracle);
        await LoadFirstDayAsync(hub, kafka, oracle);

        kafka.Broker.GoDown();
        var second = await LoadSecondDayAsync(hub);

        Assert.Equal("partial", second.Status);
        Assert.Equal(Expected, await OracleRowsAsync(oracle));
        Assert.Equal(["kafka|failed|t", "oracle|idle|f"], await DeliveriesAsync(hub));
        Assert.Equal(["ERROR_KAFKA"], await OpenErrorsAsync(hub));

        kafka.Broker.ComeUp();
        await RecoverAsync(hub);
        await AssertAllArrivedAsync(hub, kafka, oracle, second.RunId);
    }

    [Fact]
    public async Task While_Oracle_is_down_Kafka_is_on_time_and_Oracle_has_everything_once_it_is_back()
    {
        using KafkaCluster kafka = new();
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var hub = await StartAsync(kafka, oracle);
        await LoadFirstDayAsync(hub, kafka, oracle);

        oracle.Driver.BeforeStatement = (_, _) => throw new StandInException(12541, "ORA-12541: no listener");
        var second = await LoadSecondDayAsync(hub);

        Assert.Equal("partial", second.Status);
        Assert.Equal(Expected, KafkaRows(hub, kafka));
        Assert.Equal(["kafka|idle|f", "oracle|failed|t"], await DeliveriesAsync(hub));
        Assert.Equal(["ERROR_ORACLE"], await OpenErrorsAsync(hub));

        oracle.Driver.BeforeStatement = null;
        await RecoverAsync(hub);
        await AssertAllArrivedAsync(hub, kafka, oracle, second.RunId);
    }

    [Fact]
    public async Task While_both_are_down_the_hub_is_loaded_and_each_catches_up_as_it_comes_back()
    {
        using KafkaCluster kafka = new();
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var hub = await StartAsync(kafka, oracle);
        await LoadFirstDayAsync(hub, kafka, oracle);
        kafka.Broker.GoDown();
        oracle.Driver.BeforeStatement = (_, _) => throw new StandInException(12541, "ORA-12541: no listener");
        var second = await LoadSecondDayAsync(hub);
        Assert.Equal("partial", second.Status);
        Assert.Equal(Expected, await hub.RowsAsync("erp_ciudad"));

        oracle.Driver.BeforeStatement = null;
        await hub.Worker.DeliveryDispatcher.DrainAsync(Ct);
        await hub.Worker.DrainAsync();
        Assert.Equal(Expected, await OracleRowsAsync(oracle));
        Assert.Equal(["kafka|failed|t", "oracle|idle|f"], await DeliveriesAsync(hub));
        Assert.Equal("partial", (await hub.ReadRunAsync(second.RunId)).Status);

        kafka.Broker.ComeUp();
        await RecoverAsync(hub);
        await AssertAllArrivedAsync(hub, kafka, oracle, second.RunId);
    }

    [Fact]
    public async Task What_somebody_changed_in_Oracle_is_found_and_mended_through_the_normal_path()
    {
        using KafkaCluster kafka = new();
        await using var oracle = await OracleDatabase.StartAsync(postgres);
        await using var hub = await StartAsync(kafka, oracle);
        await LoadFirstDayAsync(hub, kafka, oracle);
        var layout = hub.Layouts.All.Single();
        await oracle.ExecuteAsync("""UPDATE "ERP_CIUDAD" SET "NOMBRE" = 'OTRA', "MDH_VERSION" = 50 WHERE "COD" = 1""");
        await oracle.ExecuteAsync("""DELETE FROM "ERP_CIUDAD" WHERE "COD" = 2""");
        await oracle.ExecuteAsync("""INSERT INTO "ERP_CIUDAD" ("COD", "NOMBRE", "MDH_VERSION") VALUES (99, 'SOBRA', 60)""");

        var found = await hub.Worker.Reconciliation.CompareAsync("oracle", layout, fix: true, TestHub.User, Ct);
        await hub.Worker.DrainAsync();

        Assert.Equal((1, 1, 1, 3), (found.Missing, found.Different, found.Superfluous, found.Mended));
        Assert.Equal(["1|BOGOTA|11", "2|CALI|∅"], await OracleRowsAsync(oracle));
        Assert.True((await hub.Worker.Reconciliation.CompareAsync("oracle", layout, fix: false, TestHub.User, Ct)).IsEqual);
        Assert.True((await hub.Worker.Reconciliation.CompareAsync("kafka", layout, fix: false, TestHub.User, Ct)).IsEqual);
    }

    private Task<TestHub> StartAsync(KafkaCluster kafka, OracleDatabase oracle) => TestHub.StartDeliveringAsync(
        postgres, TestHub.Read(Maestra.Ciudad("umbral_borrado: 1")), worker => [.. kafka.CreateTarget(worker), oracle.NewTarget()]);

    private static async Task LoadFirstDayAsync(TestHub hub, KafkaCluster kafka, OracleDatabase oracle)
    {
        var first = await hub.LoadAsync("CIUDAD_20261124.txt", "1|BOGOTA|11", "2|CALI|");
        Assert.Equal("succeeded", (await hub.ReadRunAsync(first.RunId)).Status);
        Assert.Equal(["1|BOGOTA|11", "2|CALI|∅"], await OracleRowsAsync(oracle));
        Assert.Equal(["1|BOGOTA|11", "2|CALI|∅"], KafkaRows(hub, kafka));
    }

    /// <summary>An update, a deletion and an insertion.</summary>
    private static async Task<RunResult> LoadSecondDayAsync(TestHub hub)
    {
        var file = await hub.LoadAsync("CIUDAD_20261125.txt", "1|BOGOTA|12", "3|TUNJA|");
        Assert.Equal("loaded", file.Status);
        return await hub.ReadRunAsync(file.RunId);
    }

    /// <summary>What the recurring job does, until nothing is pending: nobody touches anything.</summary>
    private static Task RecoverAsync(TestHub hub) => Eventually.TrueAsync(async () =>
    {
        await hub.Worker.DeliveryDispatcher.DrainAsync(Ct);
        await hub.Worker.DrainAsync();
        return await hub.ScalarAsync<bool>("SELECT bool_and(watermark = last_version) FROM delivery JOIN master_state USING (maestra)");
    });

    private static async Task AssertAllArrivedAsync(TestHub hub, KafkaCluster kafka, OracleDatabase oracle, long runId)
    {
        Assert.Equal(Expected, await OracleRowsAsync(oracle));
        Assert.Equal(Expected, KafkaRows(hub, kafka));
        Assert.Equal(["kafka|idle|f", "oracle|idle|f"], await DeliveriesAsync(hub));
        Assert.Empty(await OpenErrorsAsync(hub));
        Assert.Equal("succeeded", (await hub.ReadRunAsync(runId)).Status);
    }

    private static Task<string[]> OracleRowsAsync(OracleDatabase oracle) =>
        oracle.QueryAsync("""SELECT "COD", "NOMBRE", "ZONA" FROM "ERP_CIUDAD" ORDER BY 1""");

    private static string[] KafkaRows(TestHub hub, KafkaCluster kafka) =>
        [.. kafka.ReadByKey(hub.Layouts.All.Single()).Values.Select(json =>
        {
            var value = System.Text.Json.Nodes.JsonNode.Parse(json)!;
            return $"{value["COD"]}|{value["NOMBRE"]}|{value["ZONA"]?.ToString() ?? "∅"}";
        })];

    /// <summary>Target, state, and whether anything is pending.</summary>
    private static Task<string[]> DeliveriesAsync(TestHub hub) => hub.QueryAsync(
        "SELECT target, d.status, watermark < last_version FROM delivery d JOIN master_state USING (maestra) ORDER BY 1");

    private static Task<string[]> OpenErrorsAsync(TestHub hub) =>
        hub.QueryAsync("SELECT error_type FROM error_log WHERE resolved_at IS NULL");
}
