using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>
/// Drops staging tables that belong to nobody: those of runs at once, those of dry runs when they have been there for
/// longer than any dry run takes.
/// </summary>
public sealed class StagingPurge(HubDatabase hub) : IMaintenanceTask
{
    private static readonly TimeSpan LongestDryRun = TimeSpan.FromHours(6);

    public string Name => "tablas-temporales";

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var dropped = await DropDeadAsync(connection, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            DELETE FROM maintenance_staging m WHERE NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = m.relation);
            INSERT INTO maintenance_staging (relation) SELECT oid FROM pg_class
             WHERE relkind = 'r' AND relnamespace = '{HubDatabase.StagingSchema}'::regnamespace AND relname ~ '^[a-z]_-' ON CONFLICT DO NOTHING
            """,
            cancellationToken: ct));
        dropped.AddRange(await DropAsync(
            connection,
            await connection.QueryAsync<string>(new CommandDefinition(
                "SELECT relation::regclass::text FROM maintenance_staging WHERE seen_at < clock_timestamp() - @LongestDryRun",
                new { LongestDryRun },
                cancellationToken: ct)),
            ct));
        return MaintenanceResult.Removed(dropped.Count, new { Tables = dropped });
    }

    /// <summary>Staging tables belong to files that a run still works on; any other is left from a run that died.</summary>
    internal static async Task<List<string>> DropDeadAsync(NpgsqlConnection connection, CancellationToken ct) => await DropAsync(
        connection,
        await connection.QueryAsync<string>(new CommandDefinition(
            $"""
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables t
             WHERE schemaname = '{HubDatabase.StagingSchema}' AND NOT EXISTS (
                SELECT 1 FROM run_file a
                 WHERE a.status IN ('pending', 'running', 'held')
                   AND t.tablename ~ ('^[a-z]_' || a.run_id || '_' || a.file_id || '_[0-9]+$'))
               -- Dry runs have negative run ids and may be at work in another process.
               AND t.tablename !~ '^[a-z]_-'
            """,
            cancellationToken: ct)),
        ct);

    private static async Task<List<string>> DropAsync(NpgsqlConnection connection, IEnumerable<string> tables, CancellationToken ct)
    {
        List<string> dropped = [.. tables];
        foreach (var table in dropped)
        {
            await connection.ExecuteAsync(new CommandDefinition($"DROP TABLE IF EXISTS {table}", cancellationToken: ct));
        }

        return dropped;
    }
}
