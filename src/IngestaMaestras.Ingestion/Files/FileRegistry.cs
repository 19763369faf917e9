using Dapper;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>
/// Gives every arrived file of input its row: master, business date, place in the chain, and the original that it
/// corrects. The date is decided once and stays.
/// </summary>
public sealed class FileRegistry(HubDatabase hub, DataFolders folders, Func<LayoutSet> layouts, BusinessCalendar calendar, TimeProvider time)
{
    /// <summary>Registers what has no row yet; files that were sent back to input keep theirs.</summary>
    public async Task RegisterAsync(IReadOnlyList<ArrivingFile> files, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        foreach (var file in files.Where(f => f.HasArrived))
        {
            await RegisterAsync(connection, file, ct);
        }

        await ForgetVanishedAsync(connection, ct);
    }

    private async Task RegisterAsync(NpgsqlConnection connection, ArrivingFile file, CancellationToken ct)
    {
        var match = FileNameMatcher.Match(file.Name, layouts());
        var origin = match.OriginFileId is { } id ? await ReadOriginAsync(connection, id, match.Layout?.Maestra, ct) : null;
        var date = origin?.FechaProceso ?? match.BusinessDate ?? calendar.LatestDue(time.GetUtcNow());
        var maestra = match.Outcome == FileNameOutcome.Matched ? match.Layout!.Maestra : null;
        await connection.ExecuteAsync(new CommandDefinition(
            """
            WITH original AS (
                SELECT root_file_id FROM file
                 WHERE @OriginId::bigint IS NULL AND fecha_proceso = @date AND file_name = @Name
                   AND maestra IS NOT DISTINCT FROM @maestra
                 ORDER BY file_id LIMIT 1
            ), reserved AS MATERIALIZED (
                SELECT nextval(pg_get_serial_sequence('file', 'file_id')) AS file_id
            )
            INSERT INTO file (file_id, maestra, file_name, fecha_proceso, chain_order, root_file_id, origin_file_id, path, location,
                              size_bytes)
            OVERRIDING SYSTEM VALUE
            SELECT file_id, @maestra, @Name, @date, @ChainOrder,
                   coalesce(@OriginRoot, (SELECT root_file_id FROM original), file_id), @OriginId, @Path, 'input', @Size
              FROM reserved
             WHERE NOT EXISTS (SELECT 1 FROM file WHERE path = @Path AND location <> 'gone')
            ON CONFLICT DO NOTHING
            """,
            new
            {
                maestra,
                file.Name,
                date,
                match.ChainOrder,
                OriginId = origin?.FileId,
                OriginRoot = origin?.RootFileId,
                Path = DataFolders.InputPath(file.Name),
                file.Stat.Size,
            },
            cancellationToken: ct));
        // A file that waits may have been replaced, or a layout may know its name by now.
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE file SET size_bytes = @Size, maestra = coalesce(maestra, @maestra) WHERE path = @Path AND location = 'input'",
            new { file.Stat.Size, maestra, Path = DataFolders.InputPath(file.Name) },
            cancellationToken: ct));
    }

    private static Task<Origin?> ReadOriginAsync(NpgsqlConnection connection, long fileId, string? maestra, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<Origin>(new CommandDefinition(
            "SELECT file_id, root_file_id, fecha_proceso FROM file WHERE file_id = @fileId AND maestra = @maestra",
            new { fileId, maestra },
            cancellationToken: ct));

    /// <summary>A waiting file that somebody took out of input waits no longer; its row tells that it was there.</summary>
    private async Task ForgetVanishedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var waiting = await connection.QueryAsync<(long FileId, string Path)>(new CommandDefinition(
            $"SELECT f.file_id, f.path FROM file f WHERE {FileSql.IsWaiting("f")} AND f.target_path IS NULL",
            cancellationToken: ct));
        foreach (var (fileId, path) in waiting)
        {
            if (FileStat.TryRead(folders.Resolve(path)) is null)
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    $"UPDATE file f SET location = 'gone' WHERE f.file_id = @fileId AND {FileSql.IsWaiting("f")} AND f.target_path IS NULL",
                    new { fileId },
                    cancellationToken: ct));
            }
        }
    }

    private sealed class Origin
    {
        public long FileId { get; set; }

        public long RootFileId { get; set; }

        public DateOnly FechaProceso { get; set; }
    }
}
