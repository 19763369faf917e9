using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.Tables;

/// <summary>
/// Gives a master's table the key that its layout now has: an administrator's action. Whoever follows the hub's changes
/// knows the rows by their old keys, so those are recorded as deleted first, and every row counts as changed after.
/// </summary>
public sealed class KeyChange(HubDatabase hub)
{
    /// <summary>Changes the key under the master's lock, in one transaction.</summary>
    /// <returns>How many rows have the new key.</returns>
    /// <exception cref="HubTableException">The rows do not allow that key, or it is a key of the whole record.</exception>
    public async Task<long> ApplyAsync(Layout layout, string user, string reason, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await MasterLock.AcquireAsync(connection, layout.Maestra, ct);
        var before = await HubTables.ReadKeyAsync(connection, layout.Table);
        var after = HubColumn.KeyNames(layout).Select(n => n.Trim('"')).ToList();
        if (before.Count == 0 || layout.WholeRecordKey || before.Any(k => k.Name == HubColumn.WholeRecordKey))
        {
            throw new HubTableException(
                $"La clave de {layout.Table} no se puede cambiar así: la tabla no existe todavía, o una de las dos claves es el registro completo. Renombre la tabla y vuelva a cargar el último archivo.");
        }

        if (before.Select(k => k.Name).SequenceEqual(after))
        {
            throw new HubTableException($"La tabla {layout.Table} ya tiene la clave ({string.Join(", ", after)}).");
        }

        var rows = await ReplaceAsync(connection, layout, before, ct);
        await AuditLog.WriteAsync(
            connection,
            new AuditEntry(
                "cambiar_clave", user, "succeeded", new { layout.Maestra, layout.Table }, new { Rows = rows },
                AdditionalInfo: new { Reason = reason, Before = before.Select(k => k.Name), After = after }),
            ct);
        await transaction.CommitAsync(ct);
        return rows;
    }

    private static async Task<long> ReplaceAsync(
        NpgsqlConnection connection, Layout layout, IReadOnlyList<KeyColumn> before, CancellationToken ct)
    {
        var table = $"{HubDatabase.Schema}.{HubColumn.Quote(layout.Table)}";
        var newKey = string.Join(", ", HubColumn.KeyNames(layout));
        try
        {
            return await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                $"""
                INSERT INTO master_state (maestra) VALUES (@Maestra) ON CONFLICT DO NOTHING;
                INSERT INTO tombstone (maestra, key_text, key_values, version, file_id)
                SELECT @Maestra, {string.Join(" || '|' || ", before.Select(k => k.TextSql("t")))},
                       jsonb_build_object({string.Join(", ", before.Select(k => $"'{k.Name}', t.{HubColumn.Quote(k.Name)}"))}),
                       s.last_version + row_number() OVER (), t._file_id
                  FROM {table} t, master_state s WHERE s.maestra = @Maestra
                ON CONFLICT (maestra, key_text) DO UPDATE
                   SET key_values = excluded.key_values, version = excluded.version, deleted_at = now();
                ALTER TABLE {table} DROP CONSTRAINT {HubColumn.Quote(await ReadConstraintAsync(connection, layout.Table))};
                ALTER TABLE {table} {string.Join(", ", before.Select(k => $"ALTER COLUMN {HubColumn.Quote(k.Name)} DROP NOT NULL"))};
                ALTER TABLE {table} ADD PRIMARY KEY ({newKey});
                UPDATE {table} t SET femod = now(), _version = n.version
                  FROM (SELECT {newKey}, s.last_version + (SELECT count(*) FROM {table}) + row_number() OVER () AS version
                          FROM {table}, master_state s WHERE s.maestra = @Maestra) n
                 WHERE {string.Join(" AND ", HubColumn.KeyNames(layout).Select(k => $"t.{k} = n.{k}"))};
                DELETE FROM tombstone d USING {table} t WHERE d.maestra = @Maestra AND d.key_text = {HubColumn.KeyTextSql(layout, "t")};
                UPDATE master_state
                   SET last_version = last_version + 2 * (SELECT count(*) FROM {table}), layout_hash = NULL,
                       state_version = state_version + 1, changed_at = now()
                 WHERE maestra = @Maestra;
                SELECT count(*) FROM {table};
                """,
                new { layout.Maestra },
                commandTimeout: 0,
                cancellationToken: ct));
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.NotNullViolation
            or PostgresErrorCodes.UndefinedColumn)
        {
            throw new HubTableException(
                $"La clave ({newKey.Replace("\"", "", StringComparison.Ordinal)}) no sirve para las filas que ya tiene {layout.Table}: {e.MessageText} {e.Detail}");
        }
    }

    private static async Task<string> ReadConstraintAsync(NpgsqlConnection connection, string table) =>
        (await connection.ExecuteScalarAsync<string>(
            "SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(@Table) AND contype = 'p'",
            new { Table = $"{HubDatabase.Schema}.{HubColumn.Quote(table)}" }))!;
}
