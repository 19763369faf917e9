using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Which rows a held merge would delete, so that an operator decides about rows and not about a number.</summary>
public sealed class HeldDeletes(HubDatabase hub)
{
    /// <summary>The first rows, each as <c>column=value</c> pairs, as the merge found them; null when it kept none.</summary>
    public async Task<IReadOnlyList<string>?> ListAsync(RunFileItem file, int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        List<string> rows =
        [
            .. await connection.QueryAsync<string>(new CommandDefinition(
                """
                SELECT row.words FROM run_file rf CROSS JOIN LATERAL jsonb_array_elements_text(rf.hold_rows) WITH ORDINALITY AS row (words, number)
                 WHERE rf.run_id = @RunId AND rf.file_id = @FileId AND rf.hold_rows IS NOT NULL ORDER BY row.number LIMIT @limit
                """,
                new { file.RunId, file.FileId, limit },
                cancellationToken: ct)),
        ];
        return rows.Count == 0 ? null : rows;
    }
}
