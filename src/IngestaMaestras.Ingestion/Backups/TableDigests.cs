using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>Counts and sums up the tables that a backup holds.</summary>
internal static class TableDigests
{
    /// <summary>What a backup holds: staging lives for a run only, and its tables are not logged.</summary>
    public static readonly IReadOnlyList<string> Schemas = [HubDatabase.Schema, "hangfire"];

    /// <summary>How rows are written as text must not depend on anybody's settings.</summary>
    private const string Session =
        """
        SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
        SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL search_path = pg_catalog
        """;

    /// <param name="connection">Within a transaction, whose snapshot counts.</param>
    public static async Task<IReadOnlyList<TableDigest>> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(Session, cancellationToken: ct));
        var tables = await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname = ANY(@Schemas) ORDER BY n.nspname, c.relname
            """,
            new { Schemas = Schemas.ToArray() },
            cancellationToken: ct));
        List<TableDigest> digests = [];
        foreach (var table in tables)
        {
            var (rows, sum) = await connection.QuerySingleAsync<(long, string)>(new CommandDefinition(
                $"SELECT count(*), coalesce(sum(hashtextextended((whole_row.*)::text, 0)::numeric), 0)::text FROM {table} AS whole_row",
                commandTimeout: 0,
                cancellationToken: ct));
            digests.Add(new TableDigest(table, rows, sum));
        }

        return digests;
    }
}
