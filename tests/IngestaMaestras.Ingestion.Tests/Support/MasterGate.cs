using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>
/// Holds a master's lock as a merge of somebody else would, so that whoever wants to merge stands still at a known place.
/// </summary>
internal sealed class MasterGate : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private MasterGate(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    public static async Task<MasterGate> CloseAsync(TestHub hub, string maestra)
    {
        var connection = await hub.OpenAsync();
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await MasterLock.AcquireAsync(connection, maestra, TestContext.Current.CancellationToken);
        return new MasterGate(connection, transaction);
    }

    /// <summary>Waits until so many sessions stand before the lock.</summary>
    public Task WaitForAsync(int sessions) => Eventually.TrueAsync(
        async () =>
        {
            await using NpgsqlCommand command = new(
                """
                SELECT count(*) FROM pg_locks
                 WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """,
                _connection,
                _transaction);
            return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is long count && count == sessions;
        },
        message: $"{sessions} sessions wait for the master's lock");

    /// <summary>Lets them in, in the order in which they came.</summary>
    public Task OpenAsync() => _transaction.CommitAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
