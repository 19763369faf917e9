using System.Globalization;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>
/// Reads the rows of a master's table, in the order of its key, and its latest changes. Nothing here reads a whole table:
/// a key is looked up or ranged over in the key's index, a text is searched for in so many rows at a time.
/// </summary>
public sealed class HubRowQueries(HubDatabase hub)
{
    /// <summary>Rows that one search for a text looks at.</summary>
    public const int SearchWindow = 20_000;

    /// <summary>Change versions that are gone through for the latest changes, in widening steps.</summary>
    private static readonly long[] Windows = [500, 5_000, 50_000, 500_000];

    /// <param name="after">Key of the last row of the page before, as text; null: from the start.</param>
    /// <returns>Null when the master has no table yet.</returns>
    public async Task<HubRows?> ListAsync(Layout layout, HubRowSearch search, string? after, int size, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        if (await ReadColumnsAsync(connection, layout, ct) is not { } columns)
        {
            return null;
        }

        DynamicParameters parameters = new();
        List<string> conditions = [];
        if (after is not null)
        {
            conditions.Add(KeyParts.Split(layout, after) is { } parts ? After(layout, parts, parameters) : "false");
        }

        if (search.Key is { } key)
        {
            conditions.Add(KeyCondition(layout, key, parameters));
        }

        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var order = string.Join(", ", HubColumn.KeyNames(layout).Select(k => "h." + k));
        parameters.Add("limit", size + 1);
        var source = $"SELECT h.* FROM {Table(layout)} h {where} ORDER BY {order}";
        if (search.Text is not { } text)
        {
            var rows = await ReadAsync(connection, layout, columns, $"{source} LIMIT @limit", order, parameters, ct);
            return Cut(columns, rows, size, null);
        }

        parameters.Add("pattern", "%" + Escape(text) + "%");
        parameters.Add("window", SearchWindow);
        var any = string.Join(" OR ", columns.Select(c => $"w.{HubColumn.Quote(c.ColumnName)}::text ILIKE @pattern"));
        var found = await ReadAsync(
            connection, layout, columns,
            $"SELECT w.* FROM ({source} LIMIT @window) w WHERE {any} ORDER BY {order.Replace("h.", "w.", StringComparison.Ordinal)} LIMIT @limit", order, parameters, ct);
        if (found.Count > size)
        {
            return Cut(columns, found, size, null);
        }

        // The window is used up: the next search begins where this one ended.
        var last = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            $"SELECT {HubColumn.KeyTextSql(layout, "w")} FROM ({source} LIMIT 1 OFFSET @window - 1) w", parameters, cancellationToken: ct));
        return new HubRows(columns, found, last, last is null ? null : SearchWindow);
    }

    /// <summary>Rows and deleted keys, the latest change first.</summary>
    /// <param name="lastVersion">The master's last change version.</param>
    /// <param name="before">Only changes before this version; null: from the latest.</param>
    /// <returns>Null when the master has no table yet.</returns>
    public async Task<HubRows?> ListChangesAsync(Layout layout, long lastVersion, long? before, int size, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        if (await ReadColumnsAsync(connection, layout, ct) is not { } columns)
        {
            return null;
        }

        var to = Math.Min(before ?? long.MaxValue, lastVersion + 1);
        List<HubRow> changes = [];
        long from = 0;
        // Versions lie close together near the end; further back most of them belong to rows that have changed since.
        foreach (var window in Windows)
        {
            from = Math.Max(0, to - window);
            changes = await ReadChangesAsync(connection, layout, columns, from, to, size + 1, ct);
            if (changes.Count > size || from == 0)
            {
                break;
            }
        }

        if (changes.Count > size)
        {
            return new HubRows(columns, [.. changes.Take(size)], Text(changes[size - 1].Version));
        }

        return new HubRows(columns, changes, from > 0 ? Text(from) : null, from > 0 ? (int)Windows[^1] : null);
    }

    private static async Task<List<HubRow>> ReadChangesAsync(
        NpgsqlConnection connection, Layout layout, IReadOnlyList<LayoutColumn> columns, long from, long to, int limit, CancellationToken ct)
    {
        DynamicParameters parameters = new(new { from, to, limit, layout.Maestra });
        var rows = await ReadAsync(
            connection, layout, columns,
            $"SELECT h.* FROM {Table(layout)} h WHERE h._version >= @from AND h._version < @to ORDER BY h._version DESC LIMIT @limit",
            "h._version DESC", parameters, ct);
        var deleted = await connection.QueryAsync<(string Key, long Version, DateTime At, long FileId, string? Name, DateOnly? Date, long? RunId)>(
            new CommandDefinition(
                $"""
                SELECT h.key_text, h.version, h.deleted_at, h.file_id, f.file_name, f.fecha_proceso, {RunOf("h.file_id", "h.version")}
                  FROM (SELECT * FROM tombstone WHERE maestra = @Maestra AND version >= @from AND version < @to
                         ORDER BY version DESC LIMIT @limit) h
                  LEFT JOIN file f ON f.file_id = h.file_id
                """,
                parameters,
                cancellationToken: ct));
        return
        [
            .. rows.Concat(deleted.Select(d => new HubRow(d.Key, [], d.Version, d.At, true, d.FileId, d.Name, null, d.RunId, d.Date)))
                .OrderByDescending(r => r.Version).Take(limit),
        ];
    }

    private static async Task<List<HubRow>> ReadAsync(
        NpgsqlConnection connection, Layout layout, IReadOnlyList<LayoutColumn> columns, string source, string order,
        DynamicParameters parameters, CancellationToken ct)
    {
        var values = string.Join(", ", columns.Select(c => $"h.{HubColumn.Quote(c.ColumnName)}::text"));
        return
        [
            .. (await connection.QueryAsync<Row>(new CommandDefinition(
                $"""
                SELECT {HubColumn.KeyTextSql(layout, "h")} AS key, ARRAY[{values}]::text[] AS values, h._version AS version, h.femod AS changed_at,
                       h._file_id AS file_id, h._line_number AS line_number, f.file_name, f.fecha_proceso, {RunOf("h._file_id", "h._version")}
                  FROM ({source}) h LEFT JOIN file f ON f.file_id = h._file_id
                 ORDER BY {order}
                """,
                parameters,
                cancellationToken: ct))).Select(r => new HubRow(
                    r.Key, r.Values, r.Version, r.ChangedAt, false, r.FileId, r.FileName, r.LineNumber, r.RunId, r.FechaProceso)),
        ];
    }

    /// <summary>The run of that file whose merge produced the version.</summary>
    private static string RunOf(string file, string version) =>
        $"""
        (SELECT rf.run_id FROM run_file rf WHERE rf.file_id = {file} AND rf.version_from < {version} AND rf.version_to >= {version} LIMIT 1) AS run_id
        """;

    /// <summary>Layout columns that the table has; null when there is no table.</summary>
    private static async Task<IReadOnlyList<LayoutColumn>?> ReadColumnsAsync(NpgsqlConnection connection, Layout layout, CancellationToken ct)
    {
        var existing = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(@Table) AND attnum > 0 AND NOT attisdropped",
            new { Table = Table(layout) },
            cancellationToken: ct))).ToHashSet(StringComparer.Ordinal);
        // A key that changed is not in the table until an administrator says so.
        return HubColumn.KeyNames(layout).All(k => existing.Contains(k.Trim('"')))
            ? [.. layout.Columns.Where(c => existing.Contains(c.ColumnName))]
            : null;
    }

    private static string After(Layout layout, IReadOnlyList<string> parts, DynamicParameters parameters)
    {
        var keys = HubColumn.KeyNames(layout);
        return $"({string.Join(", ", keys.Select(k => "h." + k))}) > ({string.Join(", ", Place(layout, parts, "after", parameters))})";
    }

    private static string KeyCondition(Layout layout, string key, DynamicParameters parameters)
    {
        var keys = HubColumn.KeyNames(layout);
        var whole = KeyParts.Split(layout, key) is { } parts
            ? $"({string.Join(", ", keys.Select(k => "h." + k))}) = ({string.Join(", ", Place(layout, parts, "key", parameters))})"
            : "false";
        // A range in the key's index, which compares bytes.
        if (layout.WholeRecordKey || layout.KeyColumns[0].Type.Kind == FieldKind.Text)
        {
            parameters.Add("prefix", key);
            parameters.Add("beyond", key + char.ConvertFromUtf32(0x10FFFF));
            return $"({whole} OR (h.{keys[0]} >= @prefix AND h.{keys[0]} < @beyond))";
        }

        return keys.Count > 1 && KeyParts.Normalize(layout.KeyColumns[0].Type, key) is { } first
            ? $"({whole} OR h.{keys[0]} = {Place(layout.KeyColumns[0].Type, first, "first", parameters)})"
            : whole;
    }

    private static List<string> Place(Layout layout, IReadOnlyList<string> parts, string name, DynamicParameters parameters) =>
    [
        .. parts.Select((part, i) => Place(
            layout.WholeRecordKey ? FieldType.UnlimitedText : layout.KeyColumns[i].Type, part,
            name + i.ToString(CultureInfo.InvariantCulture), parameters)),
    ];

    private static string Place(FieldType type, string value, string name, DynamicParameters parameters)
    {
        parameters.Add(name, value);
        // Types that the column's index takes and that any number fits into.
        return type.Kind switch
        {
            FieldKind.Integer => $"@{name}::text::bigint",
            FieldKind.Decimal => $"@{name}::text::numeric",
            FieldKind.Date => $"@{name}::text::date",
            FieldKind.Boolean => $"@{name}::text::boolean",
            _ => $"@{name}",
        };
    }

    private static HubRows Cut(IReadOnlyList<LayoutColumn> columns, List<HubRow> rows, int size, int? searched) =>
        rows.Count > size ? new HubRows(columns, [.. rows.Take(size)], rows[size - 1].Key, searched) : new HubRows(columns, rows, null, searched);

    private static string Table(Layout layout) => $"{HubDatabase.Schema}.{HubColumn.Quote(layout.Table)}";

    private static string Escape(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

    private sealed class Row
    {
        public string Key { get; set; } = "";

        public string?[] Values { get; set; } = [];

        public long Version { get; set; }

        public DateTime ChangedAt { get; set; }

        public long FileId { get; set; }

        public long LineNumber { get; set; }

        public string? FileName { get; set; }

        public DateOnly? FechaProceso { get; set; }

        public long? RunId { get; set; }
    }
}
