using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>Reads <c>error_log</c> for pages.</summary>
public sealed class ErrorQueries(HubDatabase hub)
{
    /// <summary>
    /// Newest first; the rows of one load, which were written together, in the order of their lines.
    /// </summary>
    public async Task<Page<ErrorItem>> ListAsync(ErrorFilter filter, ErrorCursor? after, int size, CancellationToken ct)
    {
        var where = Conditions(filter);
        if (after is not null)
        {
            where += """ AND "timestamp" <= @Timestamp AND ("timestamp" < @Timestamp OR id > @Id)""";
        }

        DynamicParameters parameters = new(Parameters(filter));
        parameters.AddDynamicParams(new { after?.Timestamp, after?.Id, Limit = size + 1 });
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.QueryAsync<ErrorItem>(new CommandDefinition(
            $"""
            SELECT id, fecha_proceso, "timestamp", error_type, severity, maestra, file_name, line_number, field, rule, value, raw_line,
                   message, run_id, file_id, resolved_at, resolved_by
              FROM error_log WHERE {where}
             ORDER BY "timestamp" DESC, id LIMIT @Limit
            """,
            parameters,
            cancellationToken: ct));
        return Page.Of<ErrorItem>([.. rows], size, e => new ErrorCursor(e.Timestamp, e.Id).ToString());
    }

    /// <summary>How many rows the filter has, up to a limit.</summary>
    public async Task<CappedCount> CountAsync(ErrorFilter filter, int limit, CancellationToken ct)
    {
        DynamicParameters parameters = new(Parameters(filter));
        parameters.AddDynamicParams(new { Limit = limit + 1 });
        await using var connection = await hub.OpenAsync(ct);
        return CappedCount.Of(
            await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                $"SELECT count(*) FROM (SELECT 1 FROM error_log WHERE {Conditions(filter)} LIMIT @Limit) counted",
                parameters,
                cancellationToken: ct)),
            limit);
    }

    /// <summary>The latest business date that has an error; null when there is none at all.</summary>
    public async Task<DateOnly?> FindLatestDateAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<DateOnly?>(new CommandDefinition(
            "SELECT max(fecha_proceso) FROM error_log", cancellationToken: ct));
    }

    private static object Parameters(ErrorFilter filter) => new
    {
        filter.Date,
        filter.Maestra,
        filter.ErrorType,
        filter.Severity,
        filter.RunId,
        filter.FileId,
        Pattern = filter.Text is { } text
            ? "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
                .Replace("_", @"\_", StringComparison.Ordinal) + "%"
            : null,
    };

    /// <summary>Only the conditions that are asked for, so that each combination is planned by the index that suits it.</summary>
    private static string Conditions(ErrorFilter filter)
    {
        List<string> conditions = [];
        void Add(object? value, string condition)
        {
            if (value is not null)
            {
                conditions.Add(condition);
            }
        }

        Add(filter.Date, "fecha_proceso = @Date");
        Add(filter.RunId, "run_id = @RunId");
        Add(filter.FileId, "file_id = @FileId");
        Add(filter.Maestra, "maestra = @Maestra");
        Add(filter.ErrorType, "error_type = @ErrorType");
        Add(filter.Severity, "severity = @Severity");
        Add(filter.Text, "(message ILIKE @Pattern OR value ILIKE @Pattern OR raw_line ILIKE @Pattern OR field ILIKE @Pattern OR file_name ILIKE @Pattern)");
        Add(filter.OnlyOpen ? true : null, "resolved_at IS NULL");
        return conditions.Count == 0 ? "true" : string.Join(" AND ", conditions);
    }
}
