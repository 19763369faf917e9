using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Tables;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Staging;

/// <summary>
/// The unlogged tables of one attempt at one file: accepted records, findings (rejected lines and warnings) and, for a
/// rejects file, the keys that its origin accepted. A server crash empties them, which is why the merge counts first.
/// </summary>
/// <param name="RunId">Run.</param>
/// <param name="FileId">File.</param>
/// <param name="Attempt">The attempt that staged; a successor stages into tables of its own.</param>
public sealed record StagingTables(long RunId, long FileId, int Attempt)
{
    public string Records => Name("r");

    public string Findings => Name("f");

    public string OriginKeys => Name("k");

    public Task CreateRecordsAsync(NpgsqlConnection connection, Layout layout, CancellationToken ct) => ExecuteAsync(
        connection,
        $"""
        DROP TABLE IF EXISTS {Records};
        CREATE UNLOGGED TABLE {Records} (
            _line_number bigint NOT NULL,
            {(layout.WholeRecordKey ? $"{HubColumn.Quote(HubColumn.WholeRecordKey)} text COLLATE \"C\" NOT NULL," : "")}
            {Definitions(layout.Columns)}
        ) WITH (autovacuum_enabled = false)
        """,
        ct);

    public Task CreateFindingsAsync(NpgsqlConnection connection, Layout layout, CancellationToken ct) => ExecuteAsync(
        connection,
        $"""
        DROP TABLE IF EXISTS {Findings};
        CREATE UNLOGGED TABLE {Findings} (
            _line_number bigint NOT NULL,
            _rejected boolean NOT NULL,
            _key_readable boolean NOT NULL,
            _raw bytea NOT NULL,
            _errors jsonb NOT NULL
            {(layout.WholeRecordKey ? "" : "," + Definitions(layout.KeyColumns))}
        ) WITH (autovacuum_enabled = false)
        """,
        ct);

    public Task CreateOriginKeysAsync(NpgsqlConnection connection, Layout layout, CancellationToken ct) => ExecuteAsync(
        connection,
        $"""
        DROP TABLE IF EXISTS {OriginKeys};
        CREATE UNLOGGED TABLE {OriginKeys} (
            {(layout.WholeRecordKey ? $"{HubColumn.Quote(HubColumn.WholeRecordKey)} text COLLATE \"C\" NOT NULL" : Definitions(layout.KeyColumns))}
        ) WITH (autovacuum_enabled = false)
        """,
        ct);

    public Task DropAsync(NpgsqlConnection connection, CancellationToken ct) => ExecuteAsync(
        connection, $"DROP TABLE IF EXISTS {Records}, {Findings}, {OriginKeys}", ct);

    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, string table, CancellationToken ct) =>
        await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT to_regclass(@table) IS NOT NULL", new { table }, cancellationToken: ct));

    /// <summary>Quoted: a dry run's id is negative.</summary>
    private string Name(string prefix) => string.Create(
        CultureInfo.InvariantCulture, $"{HubDatabase.StagingSchema}.\"{prefix}_{RunId}_{FileId}_{Attempt}\"");

    private static string Definitions(IEnumerable<LayoutColumn> columns) => string.Join(
        ", ", columns.Select(c => $"{HubColumn.Quote(c.ColumnName)} {HubColumn.TypeName(c.Type)}"));

    private static Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: ct));
}
