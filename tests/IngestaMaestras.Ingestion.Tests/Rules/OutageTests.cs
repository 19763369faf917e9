using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Ingestion.Pipeline;
using IngestaMaestras.Ingestion.Tests.Support;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Rules;

/// <summary>"PostgreSQL unreachable": a server of the test's own is stopped in the middle of a file and started again.</summary>
public sealed class OutageTests : IAsyncDisposable
{
    private readonly TempFolder _temp = new();
    private readonly int _port = FreePort.Next();
    private PrivateCluster? _server;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_comes_back_in_time_is_waited_for_inside_the_step()
    {
        await using TestHub hub = await StartHubAsync(retries: 100);
        Task<FileJobResult> working = await InterruptAsync(hub);

        await _server!.StopAsync();
        await StartServerAsync();

        Assert.Equal((true, "Loaded"), ((await working).WasMine, (await working).Status.ToString()));
        FileResult file = (await hub.DrainAsync(await hub.ScalarAsync<long>("SELECT max(run_id) FROM run"))).File;
        Assert.Equal("loaded 3=2+1 i1 u1 d0 =0", file.ToString());
        Assert.Equal(1, file.Attempt);
        Assert.Equal(["1|CALI|6", "2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
    }

    [Fact]
    public async Task A_server_that_stays_away_leaves_the_file_where_it_is_and_the_work_is_resumed_when_it_is_back()
    {
        await using TestHub hub = await StartHubAsync(retries: 3);
        Task<FileJobResult> working = await InterruptAsync(hub);

        await _server!.StopAsync();
        // Not even the failure can be recorded: the queue's job ends with what happened.
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => working);
        string inWork = Assert.Single(Directory.EnumerateFiles(hub.Folders.Work, "*", SearchOption.AllDirectories));
        Assert.Equal("1|CALI|6\nmala\n2|TUNJA|\n", await File.ReadAllTextAsync(inWork, Ct));
        Assert.False(File.Exists(hub.Folders.Resolve("error/2026-11-24/CIUDAD_20261124.txt")));

        await StartServerAsync();
        hub.Worker.Jobs.Lose();
        await hub.ExecuteAsync("UPDATE run_file SET lease_until = now() - interval '1 second', enqueued_at = NULL WHERE status = 'running'");
        await hub.Worker.Sweeper.SweepAsync(Ct);
        RunResult run = await hub.DrainAsync(await hub.ScalarAsync<long>("SELECT max(run_id) FROM run"));

        Assert.Equal("succeeded", run.Status);
        Assert.Equal("loaded 3=2+1 i1 u1 d0 =0", run.File.ToString());
        Assert.Equal(2, run.File.Attempt);
        Assert.Equal(["1|CALI|6", "2|TUNJA|∅"], await hub.RowsAsync("erp_ciudad"));
        Assert.Equal("processed/2026-11-24/CIUDAD_20261124.txt", run.File.Path);
        Assert.Empty(Directory.EnumerateFiles(hub.Folders.Work, "*", SearchOption.AllDirectories));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _temp.Dispose();
    }

    private async Task StartServerAsync() => _server = await PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataRoot = _temp["data"], Durable = false, Port = _port }, NullLogger.Instance, Ct);

    private async Task<TestHub> StartHubAsync(int retries)
    {
        await StartServerAsync();
        TestHub hub = await TestHub.StartOnAsync(
            _server!.ConnectionString, TestHub.Read(Maestra.Ciudad()),
            o => (o.DatabaseRetries, o.DatabaseRetryDelay) = (retries, TimeSpan.FromMilliseconds(retries > 3 ? 500 : 1)));
        await hub.LoadAsync("CIUDAD_20261123.txt", "1|CALI|5");
        return hub;
    }

    /// <summary>A file of today that stands before its merge, staged.</summary>
    private static async Task<Task<FileJobResult>> InterruptAsync(TestHub hub)
    {
        hub.Put("CIUDAD_20261124.txt", "1|CALI|6", "mala", "2|TUNJA|");
        RunResult run = await StagedMerge.StartRunAsync(hub, "2026-11-24");
        MasterGate gate = await MasterGate.CloseAsync(hub, "CIUDAD");
        Task<FileJobResult> working = hub.Worker.Pipeline.ExecuteAsync(run.RunId, run.File.FileId, Ct);
        await gate.WaitForAsync(1);
        return working;
    }
}
