using Dapper;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Portal.Tests.Processes;

/// <summary>PostgreSQL goes away in the middle of a file, with the job queue that lives in it, and comes back.</summary>
public sealed class OutageTests(PostgresFixture postgres) : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly int _port = FreePort.Next();

    [Fact]
    public async Task A_worker_outlives_its_database_and_resumes_the_file_when_it_is_back()
    {
        await using var installation = await Installation.CreateAsync(postgres, "outage");
        await using var server = await StartServerAsync();
        installation.Environment["ConnectionStrings__Hub"] = server.ConnectionString;
        installation.Environment["Ingesta__DatabaseRetryDelay"] = "00:00:00.050";
        installation.WriteLines("XCADENA_20261124.txt", ["AUNO", "BDOS", "1MALA"]);
        // The tables first, so that what the test holds up is the merge and not the creation of the table.
        await installation.RunAsync("run", "--date", "2026-11-24", "--dry-run");
        await using var holder = await ConnectAsync(server);
        await holder.ExecuteAsync("SELECT pg_advisory_lock(hashtextextended('ingesta:merge:XCADENA', 0))");
        await using var worker = installation.Start("serve", "--no-portal");
        await Eventually.TrueAsync(
            async () => await holder.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM worker)"), message: "the worker is there");
        await installation.RunAsync("run", "--date", "2026-11-24", "--maestra", "XCADENA");
        await Eventually.TrueAsync(
            async () => await holder.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"),
            message: "the file stands before its merge");

        await server.StopAsync();
        await Eventually.TrueAsync(
            () => (worker.Output + worker.Error).Contains("el trabajo se interrumpió", StringComparison.Ordinal), message: "the retries are used up");
        Assert.False(worker.HasExited);
        Assert.Equal(["work/1/1_XCADENA_20261124.txt"], installation.Files());

        await using var again = await StartServerAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await using var connection = await ConnectAsync(again);
                return await connection.ExecuteScalarAsync<bool>("SELECT NOT EXISTS (SELECT 1 FROM run WHERE status IN ('queued', 'running'))");
            },
            TimeSpan.FromMinutes(2),
            "the run has ended");
        worker.Signal("TERM");
        await worker.WaitForExitAsync();

        await using var hub = await ConnectAsync(again);
        Assert.Equal(
            ["succeeded loaded 3 2 1 2 0 0"],
            await hub.QueryAsync<string>(
                """
                SELECT concat_ws(' ', r.status, rf.status, read_count, accepted_count, rejected_count, inserted_count, updated_count, deleted_count)
                  FROM run r JOIN run_file rf USING (run_id)
                """));
        Assert.Equal(2, await hub.ExecuteScalarAsync<int>("SELECT count(*) FROM erp_cadena"));
        Assert.Equal(
            ["processed/2026-11-24/XCADENA_20261124.txt", "processed/2026-11-24/XCADENA_rechazos-1.txt"], installation.Files());
    }

    public void Dispose() => _temp.Dispose();

    private Task<PrivateCluster> StartServerAsync() => PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataRoot = _temp.Path, Durable = false, Port = _port }, NullLogger.Instance, TestContext.Current.CancellationToken);

    private static async Task<NpgsqlConnection> ConnectAsync(PrivateCluster server)
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(server.ConnectionString)
        {
            SearchPath = "db_masterdatahub,public",
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
