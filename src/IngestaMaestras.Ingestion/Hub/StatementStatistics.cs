using Npgsql;

namespace IngestaMaestras.Ingestion.Hub;

/// <summary>How many statements the server has executed for this database, and how long they took.</summary>
public sealed record StatementStatistics(double Calls, double Seconds)
{
    private const string Extension = "pg_stat_statements";
    private const int TimeoutSeconds = 3;

    /// <summary>Makes them readable where the server collects them and lets us; elsewhere nothing is missed but the numbers.</summary>
    public static async Task EnsureAsync(HubDatabase hub, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using NpgsqlCommand command = new(
            $"""
            SELECT current_setting('shared_preload_libraries', true) LIKE '%{Extension}%' AND r.rolsuper
                   AND NOT EXISTS (SELECT 1 FROM pg_extension WHERE extname = '{Extension}')
                   AND EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = '{Extension}')
              FROM pg_roles r WHERE r.rolname = current_user
            """,
            connection);
        // The setting itself is for those who may read all settings, which a superuser may.
        if (await command.ExecuteScalarAsync(ct) is true)
        {
            await using NpgsqlCommand create = new($"CREATE EXTENSION IF NOT EXISTS {Extension} SCHEMA public", connection);
            await create.ExecuteNonQueryAsync(ct);
        }
    }

    /// <returns>Null where the server does not collect them, or does not let us read them.</returns>
    public static async Task<StatementStatistics?> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            await using NpgsqlCommand exists = new($"SELECT to_regclass('{Extension}') IS NOT NULL", connection) { CommandTimeout = TimeoutSeconds };
            if (await exists.ExecuteScalarAsync(ct) is not true)
            {
                return null;
            }

            await using NpgsqlCommand command = new(
                $"""
                SELECT coalesce(sum(calls), 0)::float8, coalesce(sum(total_exec_time), 0)::float8 / 1000
                  FROM {Extension}(false) WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                """,
                connection) { CommandTimeout = TimeoutSeconds };
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            return new StatementStatistics(reader.GetDouble(0), reader.GetDouble(1));
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.ObjectNotInPrerequisiteState or PostgresErrorCodes.InsufficientPrivilege)
        {
            // Installed, but not loaded with the server; or not for us.
            return null;
        }
    }
}
