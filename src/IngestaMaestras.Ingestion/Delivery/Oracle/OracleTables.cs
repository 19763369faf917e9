using System.Data.Common;
using System.Globalization;
using IngestaMaestras.Core.Layouts;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>
/// Creates and widens the tables from layouts; drops no column and narrows none. Every statement of this kind commits by
/// itself in Oracle, so each is one that may be repeated, and that two workers may try at once.
/// </summary>
internal sealed class OracleTables(OracleConnector connector, ILogger logger)
{
    // Names of the indexes that help while the key changes: on the columns of the old key and of the new one.
    private const string OldKeyIndex = "MDHO_";
    private const string NewKeyIndex = "MDHN_";

    private const string OwnSchema = "SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')";

    /// <summary>Makes the table hold what the layout describes.</summary>
    /// <returns>Its columns, others than the layout's included.</returns>
    public async Task<IReadOnlyDictionary<string, OracleType>> EnsureAsync(DbConnection connection, OracleTable table, CancellationToken ct)
    {
        var existing = await ReadColumnsAsync(connection, table.Name, ct);
        if (existing.Count == 0)
        {
            await TryAsync(connection, table.CreateSql, ct, OracleErrors.NameAlreadyUsed);
            existing = await ReadColumnsAsync(connection, table.Name, ct);
        }

        foreach (var column in table.Columns)
        {
            if (!existing.TryGetValue(column.Name, out var found))
            {
                await TryAsync(connection, table.AddSql(column), ct, OracleErrors.ColumnAlreadyExists);
            }
            else if (Widened(table, column, found) is var wider && wider != found)
            {
                await TryAsync(connection, table.ModifySql(column.Name, wider), ct);
            }
        }

        await EnsureKeyAsync(connection, table, ct);
        return existing.Concat(table.Columns.Select(c => KeyValuePair.Create(c.Name, c.Type)))
            .DistinctBy(c => c.Key, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The columns of a table of the connected schema; none when there is no such table.</summary>
    public async Task<IReadOnlyDictionary<string, OracleType>> ReadColumnsAsync(
        DbConnection connection, string table, CancellationToken ct)
    {
        await using var command = connector.Command(
            connection,
            $"""
            SELECT COLUMN_NAME, DATA_TYPE, CHAR_LENGTH, CHAR_USED, DATA_PRECISION, DATA_SCALE
              FROM ALL_TAB_COLUMNS
             WHERE OWNER = {OwnSchema} AND TABLE_NAME = :name
            """,
            ("name", table));
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<string, OracleType> columns = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            columns.Add(reader.GetString(0), new OracleType(
                reader.GetString(1),
                Number(reader, 2) ?? 0,
                Number(reader, 4),
                Number(reader, 5) ?? 0,
                !reader.IsDBNull(3) && reader.GetString(3) == "B"));
        }

        return columns;
    }

    private static OracleType Widened(OracleTable table, OracleColumn wanted, OracleType found)
    {
        // For a catalog, TIMESTAMP(6) WITH TIME ZONE is a name like any other.
        var kept = found.Name == wanted.Type.Name || (wanted.Type.Name == "DATE" && found.Name.StartsWith("TIMESTAMP", StringComparison.Ordinal))
            ? wanted.Type.Name == found.Name ? found.WidenedTo(wanted.Type) : found
            : null;
        return kept ?? throw new DeliveryException(
            OracleMessages.Format("OtherType", table.Name, wanted.Name, found.Sql, table.Layout.Maestra, wanted.Type.Sql), mayPass: false);
    }

    private async Task EnsureKeyAsync(DbConnection connection, OracleTable table, CancellationToken ct)
    {
        var current = await ReadKeyAsync(connection, table.Name, ct);
        if (current.SequenceEqual(table.KeyNames))
        {
            return;
        }

        if (current.Count > 0)
        {
            await DropKeyAsync(connection, table, current, ct);
        }

        if (await TryAsync(
            connection, table.AddKeySql, ct,
            OracleErrors.KeyNotUnique, OracleErrors.ColumnHoldsNulls, OracleErrors.HasPrimaryKey))
        {
            await TryAsync(connection, table.DropIndexSql(OldKeyIndex), ct, OracleErrors.IndexDoesNotExist);
            return;
        }

        // The hub has deleted the old keys and written every row anew; until that has arrived here, rows of the old key
        // are in the way of the new one. The next delivery tries again.
        logger.LogInformation("Oracle: {Table} still has rows of its old key; its new key waits", table.Name);
        await TryAsync(
            connection, table.IndexSql(NewKeyIndex, table.KeyNames), ct, OracleErrors.NameAlreadyUsed, OracleErrors.AlreadyIndexed);
    }

    private async Task DropKeyAsync(
        DbConnection connection, OracleTable table, IReadOnlyList<string> current, CancellationToken ct)
    {
        if (table.Layout.WholeRecordKey || current.Contains(OracleTable.RecordKey))
        {
            throw new DeliveryException(
                OracleMessages.Format(
                    "KeyOfRecord", table.Name, string.Join(", ", current), table.Layout.Maestra, string.Join(", ", table.KeyNames)),
                mayPass: false);
        }

        logger.LogInformation("Oracle: the key of {Table} changes from {Old} to {New}", table.Name, current, table.KeyNames);
        await TryAsync(connection, table.DropKeySql, ct, OracleErrors.NoPrimaryKey);
        await TryAsync(
            connection, table.IndexSql(OldKeyIndex, current), ct, OracleErrors.NameAlreadyUsed, OracleErrors.AlreadyIndexed);
    }

    private async Task<IReadOnlyList<string>> ReadKeyAsync(DbConnection connection, string table, CancellationToken ct)
    {
        await using var command = connector.Command(
            connection,
            $"""
            SELECT k.COLUMN_NAME
              FROM ALL_CONSTRAINTS c
              JOIN ALL_CONS_COLUMNS k ON k.OWNER = c.OWNER AND k.CONSTRAINT_NAME = c.CONSTRAINT_NAME AND k.TABLE_NAME = c.TABLE_NAME
             WHERE c.OWNER = {OwnSchema} AND c.TABLE_NAME = :name AND c.CONSTRAINT_TYPE = 'P'
             ORDER BY k.POSITION
            """,
            ("name", table));
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<string> names = [];
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <returns>False when Oracle answered with one of these codes.</returns>
    private async Task<bool> TryAsync(DbConnection connection, string sql, CancellationToken ct, params int[] expected)
    {
        try
        {
            await connector.ExecuteAsync(connection, null, sql, ct);
            return true;
        }
        catch (DbException e) when (OracleErrors.Is(e, expected))
        {
            return false;
        }
    }

    private static int? Number(DbDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : Convert.ToInt32(reader.GetValue(ordinal), CultureInfo.InvariantCulture);
}
