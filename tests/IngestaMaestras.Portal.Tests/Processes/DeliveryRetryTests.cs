using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>A target that does not answer, seen from outside: the queue retries, the run is partial, nothing stops.</summary>
public sealed class DeliveryRetryTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_broker_that_is_not_there_costs_three_retries_in_the_queue_and_a_row_in_error_log()
    {
        await using var installation = await Installation.CreateAsync(postgres, "nobroker");
        installation.WriteLines("XCADENA_20261124.txt", ["ASUPER INTER", "BCARULLA"]);
        // A port that nobody can listen on without asking for it by name.
        installation.Environment["Kafka__BootstrapServers"] = "127.0.0.1:1";
        installation.Environment["Kafka__ContactTimeout"] = "00:00:01";
        installation.Environment["Delivery__RetryDelays"] = "00:00:01,00:00:01,00:00:01";
        await using var serve = installation.Start("serve", "--no-portal");

        var run = await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait", "--json");
        await Eventually.TrueAsync(
            async () => await installation.ScalarAsync<string>("SELECT status FROM delivery") == "failed", TimeSpan.FromMinutes(2));

        Assert.Contains("\"status\":\"partial\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, await installation.ScalarAsync<int>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(1, await installation.ScalarAsync<int>("SELECT count(*) FROM error_log WHERE error_type = 'ERROR_KAFKA' AND resolved_at IS NULL"));
        await Eventually.TrueAsync(async () => await installation.ScalarAsync<int>(
            """
            SELECT count(*) FROM hangfire.state s JOIN hangfire.job j ON j.id = s.jobid
             WHERE j.invocationdata::text LIKE '%DeliverAsync%' AND s.name = 'Scheduled'
            """) == 3);
        Assert.Equal(4, await installation.ScalarAsync<int>("SELECT attempts FROM delivery"));
        serve.Signal("TERM");
        await serve.WaitForExitAsync();
    }

    [Theory]
    [InlineData("Kafka__BootstrapServers", "no es una dirección", "Kafka:BootstrapServers")]
    [InlineData("Kafka__TopicPrefix", "con espacio ", "Kafka:TopicPrefix")]
    [InlineData("Kafka__Desconocido", "1", "Kafka:Desconocido")]
    [InlineData("Kafka__Client__sasl.pasword", "secreto", "Kafka:Client:sasl.pasword")]
    [InlineData("Delivery__RetryDelays", "pronto", "Delivery:RetryDelays")]
    [InlineData("ConnectionStrings__Oracle", "esto no es;Password=secreto", "ConnectionStrings:Oracle")]
    public async Task A_wrong_setting_ends_the_start_with_its_key_and_no_secret(string name, string value, string key)
    {
        await using var installation = await Installation.CreateAsync(postgres, "badsetting");
        installation.Environment[name] = value;

        var result = await installation.RunAsync("deliver");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(key, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secreto", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
