using IngestaMaestras.Ingestion.Tests.Delivery.Kafka;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Delivery;

/// <summary>What operators do to targets.</summary>
public sealed class TargetOperationsTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivering_now_sends_what_had_failed_and_is_audited()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        kafka.Broker.GoDown();
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        var silent = await hub.Worker.TargetOperations.DeliverNowAsync("kafka", "CIUDAD", TestHub.User, Ct);
        kafka.Broker.ComeUp();
        await KafkaCluster.ContactAsync(hub);

        var result = await hub.Worker.TargetOperations.DeliverNowAsync("kafka", "CIUDAD", TestHub.User, Ct);
        await hub.Worker.DrainAsync();

        Assert.False(silent.Done);
        Assert.Contains("no responde", silent.Message, StringComparison.Ordinal);
        Assert.True(result.Done, result.Message);
        Assert.Equal(["1"], kafka.ReadByKey(hub.Layouts.All.Single()).Keys);
        Assert.Equal(
            ["operadora|error|CIUDAD", "operadora|succeeded|CIUDAD"],
            await hub.QueryAsync(
                "SELECT user_name, result_status, parameters ->> 'maestra' FROM audit_log WHERE procedure_name = 'entregar_ahora' ORDER BY id"));
    }

    [Fact]
    public async Task A_target_is_only_forgotten_while_it_is_off_and_for_a_reason()
    {
        using KafkaCluster kafka = new();
        await using var hub = await kafka.StartHubAsync(postgres, Maestra.Ciudad());
        await hub.LoadAsync("CIUDAD_20261122.txt", "1|CALI|5");
        var operations = hub.Worker.TargetOperations;

        Assert.Contains("está encendido", (await operations.ForgetAsync("kafka", "prueba", TestHub.User, Ct)).Message, StringComparison.Ordinal);
        kafka.Options.Enabled = false;
        // Switched off here, but the portal that runs has it on.
        Assert.False((await operations.ForgetAsync("kafka", "prueba", TestHub.User, Ct)).Done);
        await hub.Worker.Deliveries.RegisterAsync(hub.Worker.Targets.All, Ct);
        Assert.False((await operations.ForgetAsync("kafka", " ", TestHub.User, Ct)).Done);
        Assert.False((await operations.ForgetAsync("nadie", "prueba", TestHub.User, Ct)).Done);
        Assert.True((await operations.ForgetAsync("kafka", "prueba", TestHub.User, Ct)).Done);

        Assert.Empty(await hub.QueryAsync("SELECT target FROM delivery_target UNION ALL SELECT target FROM delivery"));
        Assert.Equal(
            ["operadora|kafka|prueba|1"],
            await hub.QueryAsync(
                """
                SELECT user_name, parameters ->> 'target', additional_info ->> 'reason', additional_info -> 'before' -> 'watermarks' ->> 'CIUDAD'
                  FROM audit_log WHERE procedure_name = 'olvidar_destino' AND result_status = 'succeeded'
                """));
    }
}
