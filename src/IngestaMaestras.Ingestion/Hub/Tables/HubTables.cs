using System.Collections.Concurrent;
using Dapper;
using IngestaMaestras.Core.Layouts;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Tables;

/// <summary>Creates and widens the <c>erp_*</c> tables from layouts; never drops or narrows anything.</summary>
public sealed class HubTables(HubDatabase hub)
{
    private readonly ConcurrentDictionary<string, byte> _ensured = new();

    /// <summary>
    /// Makes the table hold what the layout describes, under the master's lock. Remembered by fingerprint, so calling
    /// it before each file costs nothing.
    /// </summary>
    /// <exception cref="HubTableException">
    /// The change would lose data, or changes the key; the message has the statement that an administrator would run.
    /// </exception>
    public async Task EnsureAsync(Layout layout, CancellationToken ct)
    {
        if (_ensured.ContainsKey(layout.Table + layout.Fingerprint))
        {
            return;
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await MasterLock.AcquireAsync(connection, layout.Maestra, ct);
        await ApplyAsync(connection, layout, ct);
        await transaction.CommitAsync(ct);
        _ensured.TryAdd(layout.Table + layout.Fingerprint, 0);
    }

    /// <summary>The same inside the caller's transaction, which may roll it back; the caller holds the master's lock.</summary>
    /// <exception cref="HubTableException">As above.</exception>
    internal static async Task ApplyAsync(NpgsqlConnection connection, Layout layout, CancellationToken ct)
    {
        var existing = await ReadColumnsAsync(connection, layout.Table);
        var statements = existing.Count == 0 ? [CreateStatement(layout)] : await WidenAsync(connection, layout, existing);
        foreach (var statement in statements.Append(VersionIndexStatement(layout)))
        {
            await connection.ExecuteAsync(new CommandDefinition(statement, commandTimeout: 0, cancellationToken: ct));
        }
    }

    /// <summary>The index by which the feed finds changes above a version.</summary>
    internal static string VersionIndex(Layout layout) => $"{layout.Table}_version";

    /// <summary>Forgets what was checked: after a restore, or when a table was changed by hand.</summary>
    public void Forget() => _ensured.Clear();

    private static string CreateStatement(Layout layout)
    {
        var columns = layout.Columns.Select(ColumnDefinition);
        var wholeRecordKey = layout.WholeRecordKey ? $"{HubColumn.Quote(HubColumn.WholeRecordKey)} text COLLATE \"C\" NOT NULL," : "";
        return $"""
            CREATE TABLE {HubDatabase.Schema}.{HubColumn.Quote(layout.Table)} (
                {wholeRecordKey}
                {string.Join(",\n    ", columns)},
                femod timestamptz NOT NULL,
                _version bigint NOT NULL,
                _file_id bigint NOT NULL,
                _line_number bigint NOT NULL,
                PRIMARY KEY ({string.Join(", ", HubColumn.KeyNames(layout))})
            )
            """;
    }

    /// <summary>
    /// By ranges of pages (BRIN): versions grow with the pages they are written to, and it stays tiny. Whether a B-tree, which
    /// reads faster, costs a load too much is not settled (docs/change-feed.md).
    /// </summary>
    private static string VersionIndexStatement(Layout layout) =>
        $"""
        CREATE INDEX IF NOT EXISTS {HubColumn.Quote(VersionIndex(layout))}
            ON {HubDatabase.Schema}.{HubColumn.Quote(layout.Table)} USING brin (_version) WITH (pages_per_range = 16)
        """;

    private static string ColumnDefinition(LayoutColumn column) =>
        $"{HubColumn.Quote(column.ColumnName)} {HubColumn.TypeName(column.Type)}{Collation(column)}{(column.IsKey ? " NOT NULL" : "")}";

    /// <summary>"C": keys are codes; comparing bytes is what "equal" means here, and the index is built much faster.</summary>
    private static string Collation(LayoutColumn column) =>
        column is { IsKey: true, Type.Kind: FieldKind.Text } ? " COLLATE \"C\"" : "";

    private static async Task<IReadOnlyList<ExistingColumn>> ReadColumnsAsync(NpgsqlConnection connection, string table) =>
        [.. await connection.QueryAsync<ExistingColumn>(
            """
            SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type_name
              FROM pg_attribute a
             WHERE a.attrelid = to_regclass(@Table) AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum
            """,
            new { Table = $"{HubDatabase.Schema}.{HubColumn.Quote(table)}" })];

    private static async Task<IReadOnlyList<string>> WidenAsync(
        NpgsqlConnection connection, Layout layout, IReadOnlyList<ExistingColumn> existing)
    {
        await RefuseKeyChangeAsync(connection, layout);
        var table = $"{HubDatabase.Schema}.{HubColumn.Quote(layout.Table)}";
        List<string> statements = [];
        foreach (var column in layout.Columns)
        {
            var found = existing.FirstOrDefault(e => e.Name == column.ColumnName);
            var wanted = HubColumn.TypeName(column.Type);
            if (found is null)
            {
                statements.Add($"ALTER TABLE {table} ADD COLUMN {ColumnDefinition(column)}");
            }
            else if (found.TypeName != wanted)
            {
                var alter = $"ALTER TABLE {table} ALTER COLUMN {HubColumn.Quote(column.ColumnName)} TYPE {wanted}";
                statements.Add(TypeWidening.IsLossless(found.TypeName, wanted)
                    ? alter + Collation(column)
                    : throw new HubTableException(
                        $"El layout de {layout.Maestra} cambia la columna {column.ColumnName} de {found.TypeName} a {wanted} y podría perder datos. Un administrador tendría que ejecutar: {alter} USING {HubColumn.Quote(column.ColumnName)}::{wanted};"));
            }
        }

        var ours = new HashSet<string>(layout.Columns.Select(c => c.ColumnName)) { "femod" };
        var dropped = existing.Where(e => !ours.Contains(e.Name) && e.Name[0] != '_').Select(e => e.Name).ToList();
        return dropped.Count == 0
            ? statements
            : throw new HubTableException(
                $"El layout de {layout.Maestra} ya no tiene {(dropped.Count == 1 ? "la columna" : "las columnas")} {string.Join(", ", dropped)} de la tabla {layout.Table}. Un administrador tendría que ejecutar: ALTER TABLE {table} {string.Join(", ", dropped.Select(d => $"DROP COLUMN {HubColumn.Quote(d)}"))};");
    }

    private static async Task RefuseKeyChangeAsync(NpgsqlConnection connection, Layout layout)
    {
        var current = (await ReadKeyAsync(connection, layout.Table)).Select(k => k.Name).ToList();
        var wanted = HubColumn.KeyNames(layout).Select(n => n.Trim('"')).ToList();
        if (!current.SequenceEqual(wanted))
        {
            throw new HubTableException(
                $"El layout de {layout.Maestra} cambia la clave de ({string.Join(", ", current)}) a ({string.Join(", ", wanted)}). Es una acción de administrador, que primero registra el borrado de las claves anteriores: ./ingesta layouts rekey {layout.Maestra} --reason \"…\"");
        }
    }

    /// <summary>The columns of a table's primary key, in order; empty when there is no such table.</summary>
    internal static async Task<IReadOnlyList<KeyColumn>> ReadKeyAsync(NpgsqlConnection connection, string table) =>
        [.. await connection.QueryAsync<KeyColumn>(
            """
            SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type_name
              FROM pg_index i
              CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, position)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
             WHERE i.indrelid = to_regclass(@Table) AND i.indisprimary
             ORDER BY k.position
            """,
            new { Table = $"{HubDatabase.Schema}.{HubColumn.Quote(table)}" })];

    private sealed record ExistingColumn(string Name, string TypeName);
}
