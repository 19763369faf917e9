using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"A server crash empties unlogged tables": what was staged is staged again.</summary>
public sealed class ServerCrashTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_killed_between_staging_and_merge_costs_nothing_but_time()
    {
        Assert.SkipUnless(Long.IsOn, Long.Reason);
        int port = FreePort.Next();
        await using PrivateCluster cluster = await StartAsync(port);
        await using TestHub hub = await TestHub.StartOnAsync(
            cluster.ConnectionString, TestHub.Read(Maestra.Ciudad()),
            o => (o.DatabaseRetries, o.DatabaseRetryDelay) = (60, TimeSpan.FromMilliseconds(500)));
        string[] cities = [.. Enumerable.Range(1, 900).Select(i => $"{i}|CIUDAD {i}|")];
        await hub.LoadAsync("CIUDAD_20261123.txt", cities);
        hub.Put("CIUDAD_20261124.txt", [.. cities[..899], "mala", "999|NUEVA|"]);

        MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");
        Task<RunResult> running = hub.RunAsync("2026-11-24");
        await gate.WaitForAsync(1);
        await TestProcess.RunAsync(["kill", "-KILL", File.ReadLines(_temp["data/postgres/data/postmaster.pid"]).First()]);
        await Eventually.TrueAsync(() => PrivateCluster.TryFind(_temp["data"]) is null);
        await using PrivateCluster again = await StartAsync(port);
        await Assert.ThrowsAnyAsync<Exception>(gate.OpenAsync);

        FileResult file = (await running).File;

        Assert.Equal("loaded 901=900+1 i1 u0 d0 =899", file.ToString());
        Assert.Equal(1, file.SuppressedDeletes);
        Assert.Equal(901, await hub.ScalarAsync<long>("SELECT count(*) FROM erp_ciudad"));
        Assert.Equal(
            ["2"], await hub.QueryAsync($"SELECT attempts FROM step WHERE file_id = {file.FileId} AND step = 'stage'"));
    }

    public void Dispose() => _temp.Dispose();

    private Task<PrivateCluster> StartAsync(int port) => PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataRoot = _temp["data"], Durable = true, Port = port }, NullLogger.Instance, Ct);
}
