using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>Waits until the server takes connections, and makes the program's database.</summary>
internal sealed class ServerProbe(ClusterFolder folder, ServerAccount account)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    /// <returns>False when the server is gone: it stopped or never came up.</returns>
    /// <exception cref="PrivateClusterException">It refuses our password, or does not answer in time.</exception>
    public async Task<bool> WaitUntilReadyAsync(ClusterState state, TimeSpan timeout, CancellationToken ct)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            try
            {
                await using NpgsqlConnection connection = await OpenAsync(state, ct);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
            {
                throw new PrivateClusterException(PrivateClusterTexts.PasswordRefused(folder.State, folder.Data), e);
            }
            catch (NpgsqlException e) when (e.SqlState is null or PostgresErrorCodes.CannotConnectNow)
            {
                if (Postmaster.Find(folder, account) is null)
                    return false;
                if (Environment.TickCount64 - start >= timeout.TotalMilliseconds)
                    throw new PrivateClusterException(PrivateClusterTexts.NotReadyInTime(timeout, folder.Log), e);
            }
            await Task.Delay(AskEvery, ct);
        }
    }

    public static async Task EnsureDatabaseAsync(ClusterState state, CancellationToken ct)
    {
        await using NpgsqlConnection connection = await OpenAsync(state, ct);
        await using NpgsqlCommand exists = new("SELECT 1 FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new NpgsqlParameter { Value = ClusterState.Database } },
        };
        if (await exists.ExecuteScalarAsync(ct) is not null)
            return;
        await using NpgsqlCommand create = new($"CREATE DATABASE {ClusterState.Database}", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    private static async Task<NpgsqlConnection> OpenAsync(ClusterState state, CancellationToken ct)
    {
        NpgsqlConnectionStringBuilder probe = new(state.ConnectionString("postgres")) { Pooling = false, Timeout = 5 };
        NpgsqlConnection connection = new(probe.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
