using System.Globalization;
using System.Text.Json;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using Npgsql;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// What changed in a master above a version: the hub is the outbox, so this reads the table itself and the keys deleted
/// from it, in version order. Versions commit in order (the master's lock), so a range that was read once never gets a
/// row later; a row that changed again has left for a higher version.
/// </summary>
public sealed class ChangeFeed(HubDatabase hub, HubTables tables)
{
    /// <summary>The last version of each master that was ever loaded.</summary>
    public async Task<long> ReadLastVersionAsync(string maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT coalesce((SELECT last_version FROM master_state WHERE maestra = @maestra), 0)", new { maestra }, cancellationToken: ct));
    }

    /// <summary>
    /// Makes the table fit the layout and tells its version index about pages written since: rows are found through it by
    /// ranges of pages, and pages that it does not know are all read.
    /// </summary>
    /// <exception cref="HubTableException">The table does not fit the layout.</exception>
    public async Task PrepareAsync(Layout layout, CancellationToken ct)
    {
        await tables.EnsureAsync(layout, ct);
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT brin_summarize_new_values(@Index::regclass)",
            new { Index = $"{HubDatabase.Schema}.{HubColumn.Quote(HubTables.VersionIndex(layout))}" },
            commandTimeout: 0,
            cancellationToken: ct));
    }

    /// <summary>
    /// The changes with versions above <paramref name="after"/> and up to <paramref name="until"/>, at most
    /// <paramref name="limit"/> of them, in one statement.
    /// </summary>
    /// <param name="until">A version that has been committed.</param>
    public async Task<DeliveryChunk> ReadAsync(Layout layout, long after, long until, int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        List<HubChange> changes = [];
        await using (NpgsqlCommand command = new(Sql(layout), connection) { CommandTimeout = 0 })
        {
            command.Parameters.AddWithValue("after", after);
            command.Parameters.AddWithValue("until", until);
            command.Parameters.AddWithValue("limit", limit);
            command.Parameters.AddWithValue("maestra", layout.Maestra);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                changes.Add(Read(layout, reader));
            }
        }

        var upTo = changes.Count == limit ? changes[^1].Version : until;
        return new DeliveryChunk(after, upTo, await NameRunsAsync(connection, changes, ct));
    }

    /// <summary>How many changes are above a version.</summary>
    public async Task<long> CountAsync(Layout layout, long after, CancellationToken ct)
    {
        await tables.EnsureAsync(layout, ct);
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"""
            SELECT (SELECT count(*) FROM {HubDatabase.Schema}.{HubColumn.Quote(layout.Table)} WHERE _version > @after)
                 + (SELECT count(*) FROM tombstone WHERE maestra = @Maestra AND version > @after)
            """,
            new { layout.Maestra, after },
            commandTimeout: 0,
            cancellationToken: ct));
    }

    private static string Sql(Layout layout)
    {
        var columns = string.Concat(layout.Columns.Select(c => $", h.{HubColumn.Quote(c.ColumnName)}"));
        var nulls = string.Concat(layout.Columns.Select(c => $", NULL::{HubColumn.TypeName(c.Type)}"));
        return $"""
            SELECT 'u'::"char" AS op, {HubColumn.KeyTextSql(layout, "h")} AS key_text, h._version AS version, h.femod AS changed_at,
                   h._file_id AS file_id, h._line_number AS line_number, NULL::text AS key_values{columns}
              FROM {HubDatabase.Schema}.{HubColumn.Quote(layout.Table)} h
             WHERE h._version > @after AND h._version <= @until
            UNION ALL
            SELECT 'd'::"char", t.key_text, t.version, t.deleted_at, t.file_id, NULL, t.key_values::text{nulls}
              FROM tombstone t
             WHERE t.maestra = @maestra AND t.version > @after AND t.version <= @until
             ORDER BY version
             LIMIT @limit
            """;
    }

    private static HubChange Read(Layout layout, NpgsqlDataReader reader)
    {
        const int FirstColumn = 7;
        var isDelete = reader.GetChar(0) == 'd';
        var values = new object?[isDelete ? 0 : layout.Columns.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.IsDBNull(FirstColumn + i) ? null : ReadValue(layout.Columns[i].Type, reader, FirstColumn + i);
        }

        return new HubChange(
            isDelete ? ChangeOp.Delete : ChangeOp.Upsert,
            reader.GetString(1),
            reader.GetInt64(2),
            values,
            isDelete ? ReadKeyValues(layout, reader.GetString(6)) : null,
            reader.GetFieldValue<DateTimeOffset>(3),
            reader.GetInt64(4),
            reader.IsDBNull(5) ? null : reader.GetInt64(5),
            RunId: null,
            BusinessDate: null);
    }

    private static object ReadValue(FieldType type, NpgsqlDataReader reader, int ordinal) => type.Kind switch
    {
        FieldKind.Text => reader.GetString(ordinal),
        FieldKind.Integer => reader.GetInt64(ordinal),
        FieldKind.Decimal => reader.GetDecimal(ordinal),
        FieldKind.Date => reader.GetFieldValue<DateOnly>(ordinal),
        FieldKind.Boolean => reader.GetBoolean(ordinal),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null),
    };

    private static Dictionary<string, object?> ReadKeyValues(Layout layout, string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(
            p => p.Name, p => ReadKeyValue(layout.Columns.FirstOrDefault(c => c.ColumnName == p.Name)?.Type, p.Value));
    }

    /// <summary>A column that the layout no longer has keeps the type that JSON gives it.</summary>
    private static object? ReadKeyValue(FieldType? type, JsonElement value) => (type?.Kind, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => null,
        (FieldKind.Date, JsonValueKind.String) => DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        (FieldKind.Decimal, JsonValueKind.Number) => value.GetDecimal(),
        (FieldKind.Text, JsonValueKind.Number) => value.GetRawText(),
        (_, JsonValueKind.Number) => value.TryGetInt64(out var integer) ? integer : value.GetDecimal(),
        (_, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean(),
        _ => value.GetString(),
    };

    /// <summary>Adds which run merged each change, and for which date.</summary>
    private static async Task<IReadOnlyList<HubChange>> NameRunsAsync(
        NpgsqlConnection connection, List<HubChange> changes, CancellationToken ct)
    {
        if (changes.Count == 0)
        {
            return changes;
        }

        var ranges = (await connection.QueryAsync<(long FileId, DateOnly Date, long? RunId, long? From, long? To)>(new CommandDefinition(
            """
            SELECT f.file_id, f.fecha_proceso, rf.run_id, rf.version_from, rf.version_to
              FROM file f LEFT JOIN run_file rf ON rf.file_id = f.file_id AND rf.version_to IS NOT NULL
             WHERE f.file_id = ANY(@Files)
            """,
            new { Files = changes.Select(c => c.FileId).Distinct().ToArray() },
            cancellationToken: ct))).ToLookup(r => r.FileId);
        return changes.ConvertAll(change =>
        {
            var ofFile = ranges[change.FileId].ToList();
            return change with
            {
                RunId = ofFile.FirstOrDefault(r => r.From < change.Version && change.Version <= r.To).RunId,
                BusinessDate = ofFile.Count == 0 ? null : ofFile[0].Date,
            };
        });
    }
}
