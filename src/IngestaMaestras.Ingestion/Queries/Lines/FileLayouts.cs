using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Queries.Lines;

/// <summary>Finds the layout that a run read a file with, as the hub kept it.</summary>
public sealed class FileLayouts(HubDatabase hub, Func<LayoutSet> layouts)
{
    /// <param name="runId">Null: the last run that read it.</param>
    /// <param name="maestra">Whose layout in force stands in when none was kept.</param>
    /// <returns>Null when there is no layout at all.</returns>
    public async Task<FileLayout?> FindAsync(long? fileId, long? runId, string? maestra, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var source = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            $"""
            SELECT v.source FROM run_file rf JOIN layout_version v USING (layout_hash)
             WHERE rf.file_id = @fileId {(runId is null ? "" : "AND rf.run_id = @runId")}
             ORDER BY rf.run_id DESC LIMIT 1
            """,
            new { fileId, runId },
            cancellationToken: ct));
        if (source is not null && LayoutLoader.LoadStored(source) is { } stored)
        {
            return new FileLayout(stored, true);
        }

        return maestra is not null && layouts().Find(maestra) is { } current ? new FileLayout(current, false) : null;
    }
}
