using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>Nobody kept the calendar for some nights: what shows it, and what a start makes up for.</summary>
public sealed class SchedulerDownTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Nights_that_passed_while_nothing_ran_are_caught_up_in_order_when_the_program_is_started_again()
    {
        Assert.SkipUnless(Long.IsOn, Long.Reason);
        await using var installation = await Installation.CreateAsync(postgres, "nights");
        installation.Environment["Kafka__Enabled"] = "false";
        await using (var first = installation.Start("serve", "--no-portal"))
        {
            await Eventually.TrueAsync(async () =>
                await installation.ScalarAsync<bool>("SELECT to_regclass('hangfire.hash') IS NOT NULL")
                && await installation.ScalarAsync<bool>(
                    "SELECT EXISTS (SELECT 1 FROM hangfire.hash WHERE key = 'recurring-job:ingesta-diaria-maestras-erp' AND field = 'NextExecution')"));
            first.Signal("TERM");
            await first.WaitForExitAsync();
        }

        var health = await installation.RunAsync("health", "--json");
        Assert.Equal(1, health.ExitCode);
        Assert.Contains("\"scheduler\"", health.Output, StringComparison.Ordinal);
        // It stood still for four days: what the queue meant to do next is long past.
        await installation.ExecuteAsync(
            """
            UPDATE installation SET started_at = now() - interval '4 days';
            UPDATE hangfire.hash SET value = to_char((now() - interval '3 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
             WHERE key = 'recurring-job:ingesta-diaria-maestras-erp' AND field IN ('NextExecution');
            UPDATE hangfire.set SET score = extract(epoch FROM now() - interval '3 days') WHERE key = 'recurring-jobs' AND value = 'ingesta-diaria-maestras-erp'
            """);
        await using var again = installation.Start("serve", "--no-portal");

        await Eventually.TrueAsync(() => installation.ScalarAsync<bool>(
            "SELECT count(*) >= 3 AND NOT bool_or(status IN ('queued', 'running')) FROM run"), TimeSpan.FromMinutes(2));
        Assert.True(await installation.ScalarAsync<bool>(
            "SELECT array_agg(fecha_proceso ORDER BY run_id) = array_agg(fecha_proceso ORDER BY fecha_proceso) AND count(*) = count(DISTINCT fecha_proceso) FROM run"));
        again.Signal("TERM");
        await again.WaitForExitAsync();
    }
}
