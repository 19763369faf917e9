using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>Groups <c>error_log</c> by kind. It looks at a window of dates, and in it at the latest rows up to a limit.</summary>
public sealed class ErrorGroupQueries(HubDatabase hub)
{
    /// <summary>Longest window in days; a longer one is cut at its beginning.</summary>
    public const int MaxDays = 62;

    /// <summary>Rows that are counted; more in one window than a flood of bad files leaves in ten nights.</summary>
    public const int MaxRows = 300_000;

    /// <param name="filter">With both dates, which are not further apart than <see cref="MaxDays"/>.</param>
    public async Task<ErrorGroups> ListAsync(ErrorFilter filter, ErrorGroupOrder order, int limit, CancellationToken ct)
    {
        if (filter.From is not { } from || filter.To is not { } to || to.DayNumber - from.DayNumber >= MaxDays)
        {
            throw new ArgumentException("Groups need a window of dates that is not too long.", nameof(filter));
        }

        ErrorSql sql = new(filter);
        sql.Parameters.Add("MaxRows", MaxRows + 1);
        sql.Parameters.Add("Limit", limit + 1);
        await using var connection = await hub.OpenAsync(ct);
        // Dates first, groups after: counting distinct dates in one go would sort every row.
        var groups = (await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            WITH looked AS MATERIALIZED (
                {sql.Select("maestra, error_type, rule, field, severity, fecha_proceso, \"timestamp\", id, resolved_at", ErrorOrder.NewestFirst)}
                LIMIT @MaxRows
            ), by_date AS (
                SELECT maestra, error_type, rule, field, severity, fecha_proceso, count(*) AS rows,
                       count(*) FILTER (WHERE resolved_at IS NULL) AS open_rows,
                       min("timestamp") AS first_seen_at, max("timestamp") AS last_seen_at, max(id) AS example_id
                  FROM looked GROUP BY 1, 2, 3, 4, 5, 6
            ), grouped AS (
                SELECT maestra, error_type, rule, field, severity, sum(rows)::bigint AS rows, sum(open_rows)::bigint AS open_rows,
                       min(fecha_proceso) AS first_date, max(fecha_proceso) AS last_date, min(first_seen_at) AS first_seen_at,
                       max(last_seen_at) AS last_seen_at, count(*)::int AS nights, max(example_id) AS example_id
                  FROM by_date GROUP BY 1, 2, 3, 4, 5
            ), chosen AS (
                SELECT * FROM grouped ORDER BY {OrderBy(order)} LIMIT @Limit
            )
            SELECT chosen.*, e.value AS example_value, e.message AS example_message, (SELECT count(*) FROM looked) AS looked
              FROM chosen JOIN error_log e ON e.id = chosen.example_id ORDER BY {OrderBy(order)}
            """,
            sql.Parameters,
            cancellationToken: ct))).ToList();
        var looked = groups.FirstOrDefault()?.Looked ?? 0;
        return new ErrorGroups([.. groups.Take(limit)], groups.Count > limit, Math.Min(looked, MaxRows), looked > MaxRows);
    }

    private static string OrderBy(ErrorGroupOrder order)
    {
        var first = order switch
        {
            ErrorGroupOrder.Rows => "rows DESC",
            ErrorGroupOrder.Nights => "nights DESC, rows DESC",
            ErrorGroupOrder.LastSeen => "last_seen_at DESC",
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, null),
        };
        return $"{first}, example_id DESC";
    }

    private sealed class Row : ErrorGroup
    {
        public long Looked { get; set; }
    }
}
