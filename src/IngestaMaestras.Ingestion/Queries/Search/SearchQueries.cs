using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Search;

/// <summary>Looks for files, keys and errors. Every query is served by an index or bounded by time.</summary>
public sealed class SearchQueries(HubDatabase hub, Func<LayoutSet> layouts)
{
    /// <summary>Hits of one kind that are shown.</summary>
    public const int Limit = 10;

    /// <summary>Nights whose errors, and whose files by a part of their name, are searched.</summary>
    public const int Nights = 14;

    /// <summary>Errors of those nights that are looked at, the latest ones: a flood of them must not make every search slow.</summary>
    public const int MaxErrors = 50_000;

    /// <summary>Class of SQLSTATE: a value that does not fit its type.</summary>
    private const string DataException = "22";

    /// <summary>Files whose name begins like this, whenever they came, and those of the last nights that contain it.</summary>
    public async Task<IReadOnlyList<SearchHit>> FindFilesAsync(string text, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return (await connection.QueryAsync<SearchHit>(new CommandDefinition(
            """
            SELECT f.file_id AS id, f.maestra, f.fecha_proceso, f.file_name AS text, f.run_id,
                   (SELECT rf.status FROM run_file rf WHERE rf.file_id = f.file_id ORDER BY rf.run_id DESC LIMIT 1) AS state
              FROM (
                (SELECT * FROM file WHERE lower(file_name) LIKE @prefix ORDER BY file_id DESC LIMIT @Limit)
                UNION
                (SELECT * FROM file WHERE fecha_proceso > CURRENT_DATE - @Nights AND lower(file_name) LIKE @part ORDER BY file_id DESC LIMIT @Limit)) f
             ORDER BY f.file_id DESC LIMIT @Limit
            """,
            new { prefix = Pattern(text) + "%", part = $"%{Pattern(text)}%", Limit, Nights },
            cancellationToken: ct))).AsList();
    }

    /// <summary>Errors of the last nights whose type, message, value or line contains the text.</summary>
    /// <returns>What was found, and whether there are more rows than were looked at.</returns>
    public async Task<(IReadOnlyList<SearchHit> Hits, bool IsCut)> FindErrorsAsync(string text, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var hits = (await connection.QueryAsync<SearchHit>(new CommandDefinition(
            """
            SELECT id, maestra, fecha_proceso, message AS text, error_type AS state, run_id, line_number
              FROM (SELECT * FROM error_log WHERE fecha_proceso > CURRENT_DATE - @Nights
                     ORDER BY fecha_proceso DESC, "timestamp" DESC, id LIMIT @MaxErrors) looked
             WHERE (lower(error_type) LIKE @part OR lower(message) LIKE @part OR lower(value) LIKE @part OR lower(raw_line) LIKE @part)
             ORDER BY fecha_proceso DESC, "timestamp" DESC, id LIMIT @Limit
            """,
            new { part = $"%{Pattern(text)}%", Limit, Nights, MaxErrors },
            cancellationToken: ct))).AsList();
        var isCut = hits.Count < Limit && await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            SELECT EXISTS (SELECT 1 FROM error_log WHERE fecha_proceso > CURRENT_DATE - @Nights
                            ORDER BY fecha_proceso DESC, "timestamp" DESC, id OFFSET @MaxErrors LIMIT 1)
            """,
            new { Nights, MaxErrors },
            cancellationToken: ct));
        return (hits, isCut);
    }

    /// <summary>Masters that hold this key, or held it: the text of a key as events and pages write it.</summary>
    public async Task<IReadOnlyList<SearchHit>> FindKeysAsync(string text, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        List<SearchHit> hits = [];
        foreach (var layout in layouts().All)
        {
            if (hits.Count < Limit && KeyParts.ToJson(layout, text) is { } values && await FindKeyAsync(connection, layout, text, values, ct) is { } hit)
            {
                hits.Add(hit);
            }
        }

        return hits;
    }

    private static async Task<SearchHit?> FindKeyAsync(NpgsqlConnection connection, Layout layout, string key, string values, CancellationToken ct)
    {
        var table = $"{HubDatabase.Schema}.{HubColumn.Quote(layout.Table)}";
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition("SELECT to_regclass(@table) IS NOT NULL", new { table }, cancellationToken: ct)))
        {
            return null;
        }

        var where = string.Join(" AND ", HubColumn.KeyNames(layout).Select(c => $"h.{c} = k.{c}"));
        try
        {
            return await connection.QuerySingleOrDefaultAsync<SearchHit>(new CommandDefinition(
                $"""
                SELECT @Maestra AS maestra, @key AS text, 'hub' AS state, f.run_id, f.fecha_proceso, h._line_number AS line_number, h._file_id AS id
                  FROM jsonb_populate_record(NULL::{table}, @values::jsonb) k JOIN {table} h ON {where}
                  LEFT JOIN file f ON f.file_id = h._file_id
                UNION ALL
                SELECT t.maestra, t.key_text, 'tombstone', f.run_id, f.fecha_proceso, NULL, t.file_id
                  FROM tombstone t LEFT JOIN file f USING (file_id) WHERE t.maestra = @Maestra AND t.key_text = @key
                 LIMIT 1
                """,
                new { layout.Maestra, key, values },
                cancellationToken: ct));
        }
        catch (PostgresException e) when (e.SqlState.StartsWith(DataException, StringComparison.Ordinal))
        {
            // Too long or too large for the column: nothing has that key.
            return null;
        }
    }

    /// <summary>For LIKE: what the text says, and no more.</summary>
    private static string Pattern(string text) => text.ToLowerInvariant()
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
