using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using Npgsql;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>
/// Where the hub is: as configured, or a private PostgreSQL under the data root, started or adopted here and stopped
/// when nobody uses it any more.
/// </summary>
internal sealed class HubConnector : IAsyncDisposable
{
    private const int RecheckSeconds = 2;

    private readonly PrivateCluster? _cluster;

    private HubConnector(string connectionString, PrivateCluster? cluster)
    {
        ConnectionString = connectionString;
        _cluster = cluster;
    }

    public string ConnectionString { get; }

    /// <summary>Whether the hub is the private PostgreSQL under the data root.</summary>
    public bool IsPrivate => _cluster is not null;

    /// <exception cref="ConfigurationException">The configured connection string cannot be understood.</exception>
    /// <exception cref="PrivateClusterException">The private PostgreSQL cannot be had.</exception>
    public static async Task<HubConnector> ConnectAsync(IConfiguration configuration, IngestaOptions options, ILogger logger, CancellationToken ct)
    {
        if (FindConfigured(configuration) is { } connectionString)
        {
            return new HubConnector(connectionString, null);
        }

        var cluster = await PrivateCluster.StartAsync(
            new PrivateClusterOptions { DataRoot = Path.GetFullPath(options.DataRoot) }, logger, ct);
        return new HubConnector(cluster.ConnectionString, cluster);
    }

    /// <summary>The configured hub; null: it is the private PostgreSQL.</summary>
    /// <exception cref="ConfigurationException">The connection string cannot be understood.</exception>
    public static string? FindConfigured(IConfiguration configuration)
    {
        if (configuration.GetConnectionString(Settings.HubConnection) is { Length: > 0 } configured)
        {
            try
            {
                return ForAllHosts(new NpgsqlConnectionStringBuilder(configured)).ConnectionString;
            }
            catch (ArgumentException e)
            {
                // The value may hold a password: only the fault is shown.
                throw new ConfigurationException(
                    $"ConnectionStrings:{Settings.HubConnection}", "(oculto)", $"una cadena de conexión de Npgsql como Host=…;Database=…;Username=…;Password=… ({e.Message})");
            }
        }

        return null;
    }

    /// <summary>
    /// Of several servers the hub is the one that takes writes, and which one that is may change at any moment: what is known
    /// of a host is forgotten soon. Whatever the installation sets itself counts.
    /// </summary>
    private static NpgsqlConnectionStringBuilder ForAllHosts(NpgsqlConnectionStringBuilder hub)
    {
        if (hub.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            hub.TargetSessionAttributes ??= "primary";
            if (!hub.ShouldSerialize("Host Recheck Seconds"))
            {
                hub.HostRecheckSeconds = RecheckSeconds;
            }
        }

        return hub;
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await _cluster.StopAsync();
        }
    }
}
