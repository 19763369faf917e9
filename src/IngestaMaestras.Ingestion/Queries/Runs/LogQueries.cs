using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Reads <c>step_log</c> for pages, a stretch at a time.</summary>
public sealed class LogQueries(HubDatabase hub)
{
    /// <summary>In rising order of weight, as <c>step_log.level</c> has them.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["debug", "info", "warning", "error"];

    /// <summary>The last lines.</summary>
    public async Task<LogPage> ListLatestAsync(LogFilter filter, int size, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await ReadDownAsync(connection, filter, long.MaxValue, size + 1, ct);
        return new LogPage(Forward(rows, size), rows.Count > size, false);
    }

    /// <summary>The lines before one.</summary>
    public async Task<LogPage> ListBeforeAsync(LogFilter filter, long id, int size, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await ReadDownAsync(connection, filter, id, size + 1, ct);
        return new LogPage(Forward(rows, size), rows.Count > size, true);
    }

    /// <summary>The lines after one.</summary>
    public async Task<LogPage> ListAfterAsync(LogFilter filter, long id, int size, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await ReadUpAsync(connection, filter, id, size + 1, ct);
        return new LogPage([.. rows.Take(size)], true, rows.Count > size);
    }

    /// <summary>A line and its neighbours.</summary>
    public async Task<LogPage> ListAroundAsync(LogFilter filter, long id, int size, CancellationToken ct)
    {
        var half = size / 2;
        await using var connection = await hub.OpenAsync(ct);
        var before = await ReadDownAsync(connection, filter, id + 1, half + 1, ct);
        var after = await ReadUpAsync(connection, filter, id, half + 1, ct);
        return new LogPage([.. Forward(before, half), .. after.Take(half)], before.Count > half, after.Count > half);
    }

    private static List<LogItem> Forward(IReadOnlyList<LogItem> down, int size) => [.. down.Take(size).Reverse()];

    private static Task<IReadOnlyList<LogItem>> ReadDownAsync(NpgsqlConnection connection, LogFilter filter, long before, int limit, CancellationToken ct) =>
        ReadAsync(connection, filter, "l.id < @id", "DESC", before, limit, ct);

    private static Task<IReadOnlyList<LogItem>> ReadUpAsync(NpgsqlConnection connection, LogFilter filter, long after, int limit, CancellationToken ct) =>
        ReadAsync(connection, filter, "l.id > @id", "ASC", after, limit, ct);

    private static async Task<IReadOnlyList<LogItem>> ReadAsync(
        NpgsqlConnection connection, LogFilter filter, string where, string order, long id, int limit, CancellationToken ct)
    {
        // Only what is asked for: each combination is planned by the index that suits it.
        where += (filter.MinimumLevel is null ? "" : " AND l.level = ANY(@Wanted)")
            + (filter.FileId is null ? "" : " AND l.file_id = @FileId")
            + (filter.Step is null ? "" : " AND l.step = @Step")
            + (filter.Attempt is null ? "" : " AND l.attempt = @Attempt");
        var wanted = filter.MinimumLevel is { } least ? Levels.SkipWhile(l => l != least).ToArray() : [];
        return [.. await connection.QueryAsync<LogItem>(new CommandDefinition(
            $"""
            SELECT l.id, l.at, l.level, l.file_id, f.file_name, f.maestra, l.step, l.attempt, l.worker_id, l.message, l.exception
              FROM (SELECT * FROM step_log l WHERE l.run_id = @RunId AND {where} ORDER BY l.id {order} LIMIT @limit) l
              LEFT JOIN file f USING (file_id)
             ORDER BY l.id {order}
            """,
            new { filter.RunId, filter.FileId, filter.Step, filter.Attempt, Wanted = wanted, id, limit },
            cancellationToken: ct))];
    }
}
