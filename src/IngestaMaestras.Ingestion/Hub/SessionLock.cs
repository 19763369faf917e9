using System.Data;
using Dapper;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub;

/// <summary>
/// A lock that a session of PostgreSQL holds: nobody else does the same meanwhile, and a process that dies lets go of it. The
/// connection must not be pooled, or the lock would live on in the pool.
/// </summary>
internal sealed class SessionLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _name;

    private SessionLock(NpgsqlConnection connection, string name)
    {
        _connection = connection;
        _name = name;
    }

    /// <returns>Null when somebody else holds it.</returns>
    public static async Task<SessionLock?> TryAcquireAsync(NpgsqlConnection connection, string name, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT pg_try_advisory_lock(hashtextextended(@name, 0))", new { name }, cancellationToken: ct))
            ? new SessionLock(connection, name)
            : null;

    /// <summary>Closing the connection would do, but only when the server gets to it: whoever asks at once would be refused.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection.State != ConnectionState.Open)
        {
            return;
        }

        try
        {
            await _connection.ExecuteAsync("SELECT pg_advisory_unlock(hashtextextended(@Name, 0))", new { Name = _name });
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the lock with it.
        }
    }
}
