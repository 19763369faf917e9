using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>Reads <c>error_log</c> for pages.</summary>
public sealed class ErrorQueries(HubDatabase hub)
{
    /// <summary>Rows that a page looks at for conditions that no index serves.</summary>
    public const int LookLimit = ErrorSql.LookLimit;

    public async Task<ErrorPage> ListAsync(ErrorFilter filter, ErrorOrder order, ErrorCursor? after, int size, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        var sql = new ErrorSql(filter).After(after, order);
        sql.Parameters.Add("Limit", size + 1);
        List<ErrorItem> rows =
        [
            .. await connection.QueryAsync<ErrorItem>(new CommandDefinition(
                sql.SelectLimited(ErrorSql.Columns, order) + " LIMIT @Limit", sql.Parameters, cancellationToken: ct)),
        ];
        if (rows.Count <= size && sql.IsLookedThrough && await FindLastLookedAsync(connection, sql, order, ct) is { } last)
        {
            return new ErrorPage(rows, last.ToString(), true);
        }

        var page = Page.Of(rows, size, e => ErrorCursor.Of(e).ToString());
        return new ErrorPage(page.Items, page.Next, false);
    }

    /// <summary>Every row of the filter, one at a time as they are read, however many there are.</summary>
    public async IAsyncEnumerable<ErrorItem> StreamAsync(
        ErrorFilter filter, ErrorOrder order, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        ErrorSql sql = new(filter);
        await foreach (var row in connection
            .QueryUnbufferedAsync<ErrorItem>(sql.Select(ErrorSql.Columns, order), sql.Parameters, commandTimeout: 0)
            .WithCancellation(ct))
        {
            yield return row;
        }
    }

    /// <summary>How many rows the filter has, up to a limit.</summary>
    public async Task<CappedCount> CountAsync(ErrorFilter filter, int limit, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        ErrorSql sql = new(filter);
        sql.Parameters.Add("Limit", limit + 1);
        var count = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"SELECT count(*) FROM ({sql.SelectLimited("1", ErrorOrder.NewestFirst)} LIMIT @Limit) counted",
            sql.Parameters, cancellationToken: ct));
        return count <= limit && sql.IsLookedThrough && await FindLastLookedAsync(connection, sql, ErrorOrder.NewestFirst, ct) is not null
            ? new CappedCount(count, true)
            : CappedCount.Of(count, limit);
    }

    /// <summary>Null when there is no such row.</summary>
    public async Task<ErrorItem?> FindAsync(long id, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<ErrorItem>(new CommandDefinition(
            $"SELECT {ErrorSql.Columns} FROM error_log WHERE id = @id", new { id }, cancellationToken: ct));
    }

    /// <summary>The rows before and after one in a list; null where the list ends, or where none is near.</summary>
    public async Task<(long? Previous, long? Next)> FindNeighboursAsync(
        ErrorFilter filter, ErrorOrder order, ErrorItem row, CancellationToken ct)
    {
        var cursor = ErrorCursor.Of(row);
        var previous = await ListAsync(filter, order.Reverse(), cursor, 1, ct);
        var next = await ListAsync(filter, order, cursor, 1, ct);
        return (First(previous), First(next));

        static long? First(ErrorPage page) => page.Items is [var first, ..] ? first.Id : null;
    }

    /// <summary>The dates of the rows of a filter, as far as they are looked at; null when there is none.</summary>
    public async Task<ErrorSpan?> FindSpanAsync(ErrorFilter filter, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        ErrorSql sql = new(filter);
        return await connection.QuerySingleOrDefaultAsync<ErrorSpan>(new CommandDefinition(
            $"""
            SELECT count(DISTINCT fecha_proceso)::int AS nights, min(fecha_proceso) AS first, max(fecha_proceso) AS last
              FROM ({sql.SelectLimited("fecha_proceso", ErrorOrder.NewestFirst)} LIMIT @LookLimit) e HAVING count(*) > 0
            """,
            sql.Parameters,
            cancellationToken: ct));
    }

    /// <summary>The latest business date that has an error; null when there is none at all.</summary>
    public async Task<DateOnly?> FindLatestDateAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<DateOnly?>(new CommandDefinition(
            "SELECT max(fecha_proceso) FROM error_log", cancellationToken: ct));
    }

    /// <summary>
    /// The planner takes rows of one master for scattered all over the table and would rather walk the index of dates, throwing
    /// away the rows of the other masters. They lie together, as each load wrote them. The pool resets what a session sets.
    /// </summary>
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await hub.OpenAsync(ct);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("SET random_page_cost = 1.1", cancellationToken: ct));
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<ErrorCursor?> FindLastLookedAsync(
        NpgsqlConnection connection, ErrorSql sql, ErrorOrder order, CancellationToken ct)
    {
        var last = await connection.QuerySingleOrDefaultAsync<ErrorItem>(new CommandDefinition(
            sql.SelectLastLooked(order), sql.Parameters, cancellationToken: ct));
        return last is null ? null : ErrorCursor.Of(last);
    }
}
