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
        await InsertAsync(
            connection, file.Name, match, maestra, date, origin, origin?.RootFileId, DataFolders.InputPath(file.Name), null, file.Stat.Size, ct);
        // A file that waits may have been replaced, or a layout may know its name by now.
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE file SET size_bytes = @Size, maestra = coalesce(maestra, @maestra) WHERE path = @Path AND location = 'input'",
            new { file.Stat.Size, maestra, Path = DataFolders.InputPath(file.Name) },
            cancellationToken: ct));
    }

    /// <summary>
    /// Gives a file its row before it lies in input, on the caller's connection: it is on its way there from
    /// <paramref name="path"/>.
    /// </summary>
    /// <param name="corrects">The file whose place it takes, and whose date and original it gets; null: what its name says.</param>
    public async Task<ReservedFile> ReserveAsync(
        NpgsqlConnection connection, string fileName, string path, long size, long? corrects, CancellationToken ct)
    {
        var match = FileNameMatcher.Match(fileName, layouts());
        var maestra = match.Outcome == FileNameOutcome.Matched ? match.Layout!.Maestra : null;
        var origin = match.OriginFileId is { } id ? await ReadOriginAsync(connection, id, maestra, ct) : null;
        var corrected = origin is null && corrects is { } old
            ? await connection.QuerySingleAsync<Origin>(new CommandDefinition(
                "SELECT file_id, root_file_id, fecha_proceso FROM file WHERE file_id = @old", new { old }, cancellationToken: ct))
            : null;
        var date = (origin ?? corrected)?.FechaProceso ?? match.BusinessDate ?? calendar.LatestDue(time.GetUtcNow());
        var fileId = await InsertAsync(
            connection, fileName, match, maestra, date, origin, (origin ?? corrected)?.RootFileId, path, DataFolders.InputPath(fileName), size, ct);
        return new ReservedFile(fileId!.Value, maestra, date);
    }

    /// <param name="target">Null: the file lies in input already.</param>
    /// <returns>Null when the path has a row.</returns>
    private static Task<long?> InsertAsync(
        NpgsqlConnection connection, string name, FileNameMatch match, string? maestra, DateOnly date, Origin? origin, long? root,
        string path, string? target, long size, CancellationToken ct) => connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
            """
            WITH original AS (
                SELECT root_file_id FROM file
                 WHERE @OriginId::bigint IS NULL AND fecha_proceso = @date AND file_name = @name
                   AND maestra IS NOT DISTINCT FROM @maestra
                 ORDER BY file_id LIMIT 1
            ), reserved AS MATERIALIZED (
                SELECT nextval(pg_get_serial_sequence('file', 'file_id')) AS file_id
            )
            INSERT INTO file (file_id, maestra, file_name, fecha_proceso, chain_order, root_file_id, origin_file_id, path, location,
                              target_path, size_bytes)
            OVERRIDING SYSTEM VALUE
            SELECT file_id, @maestra, @name, @date, @ChainOrder,
                   coalesce(@root, (SELECT root_file_id FROM original), file_id), @OriginId, @path,
                   -- Of the known places, the one that nothing is taken from by itself.
                   CASE WHEN @target::text IS NULL THEN 'input' ELSE 'error' END, @target, @size
              FROM reserved
             -- What is on its way into input has its row already.
             WHERE NOT EXISTS (SELECT 1 FROM file WHERE (path = @path OR target_path = @path) AND location <> 'gone')
            ON CONFLICT DO NOTHING
            RETURNING file_id
            """,
            new { maestra, name, date, match.ChainOrder, root, OriginId = origin?.FileId, path, target, size },
            cancellationToken: ct));

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
