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

    [Fact]
    public async Task A_delivery_that_waits_for_its_next_attempt_begins_when_it_is_asked_for()
    {
        await using var installation = await Installation.CreateAsync(postgres, "hasten");
        installation.WriteLines("XCADENA_20261124.txt", ["ASUPER INTER", "BCARULLA"]);
        installation.Environment["Kafka__BootstrapServers"] = "127.0.0.1:1";
        installation.Environment["Kafka__ContactTimeout"] = "00:00:01";
        installation.Environment["Delivery__RetryDelays"] = "01:00:00";
        installation.Environment["Delivery__RunPatience"] = "00:00:01";
        await using var serve = installation.Start("serve", "--no-portal");
        await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA", "--wait");
        await Eventually.TrueAsync(async () => await WaitingAsync(installation) == "waiting-retry 1");
        await Eventually.TrueAsync(async () => await installation.ScalarAsync<string>(
            "SELECT j.statename FROM hangfire.job j JOIN delivery d ON d.job_id = j.id::text") == "Scheduled");

        var asked = await installation.RunAsync("deliver");

        Assert.Contains("pending", asked.Output, StringComparison.Ordinal);
        // The second attempt is the last one of a list with one delay.
        await Eventually.TrueAsync(async () => await WaitingAsync(installation) == "failed 2");
        serve.Signal("TERM");
        await serve.WaitForExitAsync();
    }

    [Fact]
    public async Task A_target_is_forgotten_only_when_it_is_off_and_with_a_reason()
    {
        await using var installation = await Installation.CreateAsync(postgres, "forget");
        await installation.RunAsync("deliver");

        var unknown = await installation.RunAsync("targets", "forget", "rabbit", "--reason", "no existe");
        var noReason = await installation.RunAsync("targets", "forget", "oracle");
        var forgotten = await installation.RunAsync("targets", "forget", "oracle", "--reason", "ya no se usa");

        Assert.Equal([2, 2, 0], [unknown.ExitCode, noReason.ExitCode, forgotten.ExitCode]);
        Assert.Contains("«rabbit»", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(0, await installation.ScalarAsync<int>("SELECT count(*) FROM delivery_target WHERE target = 'oracle'"));
        Assert.Equal(
            "succeeded ya no se usa",
            await installation.ScalarAsync<string>(
                "SELECT result_status || ' ' || (additional_info ->> 'reason') FROM audit_log WHERE procedure_name = 'olvidar_destino' ORDER BY id DESC LIMIT 1"));
    }

    private static Task<string?> WaitingAsync(Installation installation) =>
        installation.ScalarAsync<string>("SELECT status || ' ' || attempts FROM delivery");

    [Theory]
    [InlineData("Kafka__BootstrapServers", "no es una dirección", "Kafka:BootstrapServers")]
    [InlineData("Kafka__TopicPrefix", "con espacio ", "Kafka:TopicPrefix")]
    [InlineData("Kafka__Desconocido", "1", "Kafka:Desconocido")]
    [InlineData("Kafka__Client__sasl.pasword", "secreto", "Kafka:Client:sasl.pasword")]
    [InlineData("Portal__OpenIdConnect__Autority", "https://id.example", "Portal:OpenIdConnect:Autority")]
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
