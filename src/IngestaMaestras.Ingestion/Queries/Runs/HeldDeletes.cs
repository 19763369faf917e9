using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Which rows a held merge would delete, so that an operator decides about rows and not about a number.</summary>
public sealed class HeldDeletes(HubDatabase hub, Func<LayoutSet> layouts)
{
    /// <summary>
    /// The first rows, each as <c>column=value</c> pairs. Null when it cannot be told any more or not exactly: staging was
    /// lost, the layout is gone, or rejections by reference, which only the merge itself finds, may keep rows.
    /// </summary>
    public async Task<IReadOnlyList<string>?> ListAsync(RunFileItem file, int limit, CancellationToken ct)
    {
        if (file.Maestra is null || layouts().Find(file.Maestra) is not { } layout
            || layout.References.Any(r => r.Severity == RuleSeverity.Error))
        {
            return null;
        }

        StagingTables tables = new(file.RunId, file.FileId, file.Attempt);
        await using var connection = await hub.OpenAsync(ct);
        if (!await StagingTables.ExistsAsync(connection, tables.Records, ct) || !await StagingTables.ExistsAsync(connection, tables.Findings, ct))
        {
            return null;
        }

        var keys = HubColumn.KeyNames(layout);
        string Match(string alias) => string.Join(" AND ", keys.Select(k => $"{alias}.{k} = h.{k}"));
        // Without a key column of its own, a rejected record's key is never readable.
        var kept = layout.WholeRecordKey
            ? ""
            : $"AND NOT EXISTS (SELECT 1 FROM {tables.Findings} f WHERE f._rejected AND f._key_readable AND {Match("f")})";
        var text = string.Join(", ", layout.Columns.Select(c =>
            $"'{c.ColumnName}=' || {HubColumn.Quote(c.ColumnName)}::text"));
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            $"""
            SELECT concat_ws(' · ', {text}) FROM {HubDatabase.Schema}.{HubColumn.Quote(layout.Table)} h
             WHERE NOT EXISTS (SELECT 1 FROM {tables.Records} s WHERE {Match("s")}) {kept}
             ORDER BY {string.Join(", ", keys.Select(k => "h." + k))}
             LIMIT @limit
            """,
            new { limit },
            cancellationToken: ct))];
    }
}
