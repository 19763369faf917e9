using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>Finds what the last load of a file found wrong with some of its lines.</summary>
public sealed class LineMarks(HubDatabase hub)
{
    /// <returns>By line number.</returns>
    public async Task<IReadOnlyDictionary<long, LineMark>> FindAsync(long fileId, long? runId, long from, long to, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var rows = await connection.QueryAsync<(long Line, long? Id, string? Type, bool IsRejected)>(new CommandDefinition(
            """
            SELECT DISTINCT ON (line_number) line_number, id, error_type, is_rejected FROM (
                SELECT line_number, id, error_type, severity = 'error' AS is_rejected FROM error_log
                 WHERE file_id = @fileId AND run_id = @runId AND line_number BETWEEN @from AND @to
                UNION ALL
                SELECT line_number, NULL, NULL, true FROM rejected_line WHERE file_id = @fileId AND line_number BETWEEN @from AND @to) found
             ORDER BY line_number, is_rejected DESC, id NULLS LAST
            """,
            new { fileId, runId, from, to },
            cancellationToken: ct));
        return rows.ToDictionary(r => r.Line, r => new LineMark(r.Id, r.Type, r.IsRejected));
    }
}
