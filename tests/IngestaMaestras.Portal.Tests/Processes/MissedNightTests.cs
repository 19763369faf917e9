using System.Globalization;
using Dapper;
using IngestaMaestras.Portal.Tests.Pages.Support;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>Nights in which no scheduler was there.</summary>
public sealed class MissedNightTests(PostgresFixture postgres, Chromium chromium)
{
    private const string Nights = "SELECT fecha_proceso || ' ' || trigger FROM run ORDER BY run_id";

    [Fact]
    public async Task A_start_does_the_nights_that_passed_in_order_and_once_each()
    {
        // Due at the hour that is farthest from now, so that none falls while the test runs.
        var hour = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow().AddHours(12), TimeZoneInfo.FindSystemTimeZoneById("America/Bogota")).Hour;
        await using var portal = await PortalUnderTest.StartAsync(
            postgres, chromium, "missed", ["XCADENA"], new Dictionary<string, string> { ["Ingesta__Schedule"] = string.Create(CultureInfo.InvariantCulture, $"0 {hour} * * *") });
        await portal.StopAsync();
        Assert.Equal(0, await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM run"));
        await portal.Installation.ExecuteAsync("UPDATE installation SET calendar_until = now() - interval '3 days'");

        await portal.ServeAgainAsync();

        await Eventually.TrueAsync(
            async () => await portal.Installation.ScalarAsync<bool>("SELECT count(*) = 3 AND bool_and(status NOT IN ('queued', 'running')) FROM run"),
            TimeSpan.FromMinutes(1), "three nights have been done");
        await using var connection = await portal.Installation.ConnectAsync();
        var nights = (await connection.QueryAsync<string>(Nights)).ToList();
        Assert.Equal(nights.Order(StringComparer.Ordinal), nights);
        Assert.Equal(3, nights.Distinct().Count());

        await portal.StopAsync();
        await portal.ServeAgainAsync();
        await Eventually.TrueAsync(
            async () => await portal.Installation.ScalarAsync<long>("SELECT count(*) FROM hangfire.job WHERE invocationdata::text LIKE '%NightAsync%' AND statename = 'Succeeded'") >= 2,
            TimeSpan.FromMinutes(1), "the second start has asked");

        Assert.Equal(nights, await connection.QueryAsync<string>(Nights));
    }
}
