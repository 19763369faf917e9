using Dapper;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Pipeline;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>Reads one file's row, its runs and its relatives.</summary>
public sealed class FileHistory(HubDatabase hub, DataFolders folders, FolderReader reader)
{
    private const int MaxItems = 50;

    /// <summary>Null when no file has this id.</summary>
    public async Task<FileDetail?> FindAsync(long fileId, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var file = await connection.QuerySingleOrDefaultAsync<FileItem>(new CommandDefinition(
            $"{FileQueries.Select} {FileQueries.FromFile} WHERE f.file_id = @fileId", new { fileId }, cancellationToken: ct));
        if (file is null)
        {
            return null;
        }

        var runs = (await connection.QueryAsync<FileRunItem>(new CommandDefinition(
            """
            SELECT rf.run_id, rf.status, r.trigger, r.requested_by, rf.error_type, rf.error_message, rf.started_at, rf.ended_at,
                   rf.read_count, rf.accepted_count, rf.rejected_count, rf.inserted_count, rf.updated_count, rf.deleted_count,
                   rf.unchanged_count
              FROM run_file rf JOIN run r USING (run_id) WHERE rf.file_id = @fileId ORDER BY rf.run_id DESC LIMIT @Limit
            """,
            new { fileId, Limit = MaxItems + 1 },
            cancellationToken: ct))).ToList();
        var relatives = (await connection.QueryAsync<FileItem>(new CommandDefinition(
            $"""
            {FileQueries.Select} {FileQueries.FromFile}
             WHERE f.root_file_id = (SELECT root_file_id FROM file WHERE file_id = @fileId) AND f.file_id <> @fileId
             ORDER BY f.file_id DESC LIMIT @Limit
            """,
            new { fileId, Limit = MaxItems + 1 },
            cancellationToken: ct))).ToList();
        reader.Stat([file, .. relatives]);
        return new FileDetail(
            file, [.. runs.Take(MaxItems)], [.. relatives.Take(MaxItems)], runs.Count > MaxItems || relatives.Count > MaxItems,
            FindRejects(file));
    }

    private string? FindRejects(FileItem file)
    {
        if (file.Maestra is null)
        {
            return null;
        }

        var path = file.Path[..(file.Path.LastIndexOf('/') + 1)] + ArchiveStep.RejectsFileName(file.Maestra, file.FileId);
        return folders.Holds(path) ? path : null;
    }
}
