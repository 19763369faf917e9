using System.Text;
using Dapper;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>
/// The server of the hub is lost and its streaming standby promoted: the portal, whose connection string names both, goes
/// on without being started again. (The drill does the same to a worker in the middle of a file.)
/// </summary>
public sealed class FailoverTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_portal_goes_on_with_the_promoted_standby_and_so_do_all_commands()
    {
        Assert.SkipUnless(Long.IsOn, Long.Reason);
        using TempFolder folder = new();
        await using var pair = await StandbyPair.StartAsync(folder.Folder("pg"), Ct);
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        Dictionary<string, string?> environment = new()
        {
            ["ConnectionStrings__Hub"] = new NpgsqlConnectionStringBuilder(pair.Both) { TargetSessionAttributes = null }.ConnectionString,
            ["Ingesta__DataRoot"] = folder.Folder("data"),
            ["Ingesta__ArrivalQuietPeriod"] = "00:00:00.100",
            ["Ingesta__LeaseDuration"] = "00:00:03",
            ["Ingesta__LeaseRenewInterval"] = "00:00:00.500",
            ["Ingesta__Schedule"] = "0 2 29 2 *",
            ["Kafka__Enabled"] = "false",
        };
        await using IngestaProcess portal = new(["serve", "--urls", url], environment);
        await portal.WaitForUrlAsync(new Uri($"{url}/health/ready"));
        Write(folder, "20261121", "AUNO", "BDOS");
        await RunAsync(environment, 0, "run", "--date", "2026-11-21", "--maestra", "XCADENA", "--wait");

        await pair.KillPrimaryAsync(Ct);
        await pair.PromoteAsync(Ct);

        Write(folder, "20261122", "AUNO", "BDOS", "CTRES");
        await RunAsync(environment, 0, "run", "--date", "2026-11-22", "--maestra", "XCADENA", "--wait");
        await portal.WaitForUrlAsync(new Uri($"{url}/health/ready"));
        // Session locks, a snapshot that is shared with pg_dump, a scratch database: all on the server that takes writes.
        await RunAsync(environment, 0, "backup");
        await RunAsync(environment, 0, "maintenance", "run", "estadisticas");
        Assert.False(portal.HasExited);
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(pair.Standby) { SearchPath = "db_masterdatahub", Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        Assert.Equal(3, await connection.ExecuteScalarAsync<int>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal("loaded loaded", await connection.ExecuteScalarAsync<string>("SELECT string_agg(status, ' ') FROM run_file"));
        portal.Signal("TERM");
        await portal.WaitForExitAsync();
    }

    private static async Task RunAsync(Dictionary<string, string?> environment, int exitCode, params string[] arguments)
    {
        var result = await IngestaProcess.RunAsync(arguments, environment, timeout: TimeSpan.FromMinutes(3));
        Assert.True(result.ExitCode == exitCode, $"{string.Join(' ', arguments)}: {result}");
    }

    private static void Write(TempFolder folder, string date, params string[] lines) => File.WriteAllText(
        Path.Combine(Directory.CreateDirectory(Path.Combine(folder["data"], "input")).FullName, $"XCADENA_{date}.txt"),
        string.Concat(lines.Select(l => l.PadRight(321) + "\n")), new UTF8Encoding(false));
}
