using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;

namespace IngestaMaestras.Ingestion.Queries.DryRuns;

/// <summary>Reads dry runs for pages.</summary>
public sealed class DryRunQueries(HubDatabase hub)
{
    /// <summary>Null when there is none of that id.</summary>
    public async Task<DryRunItem?> FindAsync(long id, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<DryRunItem>(new CommandDefinition(
            """
            SELECT dry_run_id, fecha_proceso, requested_by, created_at, executed_run_id, parameters::text AS parameters, result::text AS result
              FROM dry_run WHERE dry_run_id = @id
            """,
            new { id },
            cancellationToken: ct));
    }

    /// <summary>The rows of one kind of one file, as many as were kept.</summary>
    /// <param name="fileNo">From 1, as in the result.</param>
    public async Task<IReadOnlyList<DryRunRow>> ListRowsAsync(long id, int fileNo, char kind, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<DryRunRow>(new CommandDefinition(
            """
            SELECT kind, key_text, line_number, before::text AS before, after::text AS after, error_type, field, rule, value, message
              FROM dry_run_row WHERE dry_run_id = @id AND file_no = @fileNo AND kind = @Kind::"char" ORDER BY row_no
            """,
            new { id, fileNo, Kind = kind.ToString() },
            cancellationToken: ct))];
    }
}
