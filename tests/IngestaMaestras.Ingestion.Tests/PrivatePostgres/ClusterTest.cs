using System.Globalization;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.PrivatePostgres;

/// <summary>A data root of the test's own, and what these tests do with clusters in it.</summary>
public abstract class ClusterTest : IAsyncDisposable
{
    private readonly TempFolder _temp = new();

    protected string DataRoot => _temp["data"];

    protected string DataFolder => Path.Combine(DataRoot, "postgres", "data");

    protected string StateFile => Path.Combine(DataRoot, "postgres.json");

    protected string PidFile => Path.Combine(DataFolder, "postmaster.pid");

    protected TempFolder Temp => _temp;

    /// <summary>Whatever a test or a killed program left running ends here.</summary>
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(PidFile))
            await (await StartAsync()).StopAsync();
        _temp.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<PrivateCluster> StartAsync(int? port = null, bool durable = false) =>
        StartAsync(DataRoot, port, durable);

    protected static Task<PrivateCluster> StartAsync(
        string dataRoot, int? port = null, bool durable = false) => PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataRoot = dataRoot, Durable = durable, Port = port },
        NullLogger.Instance,
        TestContext.Current.CancellationToken);

    /// <summary>The process id of the server, from its own file.</summary>
    protected int ServerPid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    protected static async Task<string> QueryAsync(string connectionString, string sql)
    {
        NpgsqlConnectionStringBuilder unpooled = new(connectionString) { Pooling = false };
        await using NpgsqlConnection connection = new(unpooled.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using NpgsqlCommand command = new(sql, connection);
        object? value = await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }
}
