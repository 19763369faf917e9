using Dapper;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub;

/// <summary>The lock under which a master's table, versions and state change.</summary>
public static class MasterLock
{
    /// <summary>
    /// Waits for the lock and holds it until the transaction ends. It must be the transaction's first statement, alone:
    /// at READ COMMITTED every later statement then sees all that the previous holder committed.
    /// </summary>
    public static Task AcquireAsync(NpgsqlConnection connection, string maestra, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_xact_lock(hashtextextended(@Name, 0))",
            new { Name = $"ingesta:merge:{maestra}" },
            // As long as the holder works: cancelled through the token, not by a time-out.
            commandTimeout: 0,
            cancellationToken: ct));
}
