using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>
/// Files and a hub that is older than they are: what was processed after the backup is offered again, and what the
/// restored state expects elsewhere goes back there.
/// </summary>
public sealed partial class RestoredFiles(HubDatabase hub, DataFolders folders, FileMover mover, Func<LayoutSet> layouts)
{
    /// <summary>
    /// Files that a run of the restored state still has in <c>work/</c>, and that were archived after the backup: they go
    /// back, and the run goes on as after a crash.
    /// </summary>
    /// <returns>Their paths.</returns>
    public async Task<IReadOnlyList<string>> ReturnToRunsAsync(CancellationToken ct)
    {
        List<string> returned = [];
        await using var connection = await hub.OpenAsync(ct);
        var owned = await connection.QueryAsync<(string Name, DateOnly Date, string Path, string? Target)>(new CommandDefinition(
            """
            SELECT f.file_name, f.fecha_proceso, f.path, f.target_path FROM file f
             WHERE f.location <> 'gone' AND EXISTS (
                   SELECT 1 FROM run_file a WHERE a.file_id = f.file_id AND a.status IN ('pending', 'running', 'held'))
            """,
            cancellationToken: ct));
        foreach (var file in owned.Where(f => !Exists(f.Path) && (f.Target is null || !Exists(f.Target))))
        {
            var unknown = await ListUnknownAsync(connection, ["processed", "error", "input"], ct);
            if (unknown.FirstOrDefault(u => u.Name == file.Name && (u.Date is null || u.Date == file.Date)) is { } there)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folders.Resolve(file.Path))!);
                if (AtomicMove.Move(folders.Resolve(there.Path), folders.Resolve(file.Path)) == MoveResult.Moved)
                {
                    returned.Add(file.Path);
                }
            }
        }

        return returned;
    }

    /// <summary>Files in <c>processed/</c> of which no run knows anything, in date order; rejects files are none of them.</summary>
    public async Task<IReadOnlyList<string>> ListUnknownAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return [.. (await ListUnknownAsync(connection, ["processed"], ct)).Select(u => u.Path)];
    }

    /// <summary>
    /// Puts them into input, registered for the date of their folder: the next run takes the older dates first. Done twice,
    /// or interrupted and done again, it comes to the same.
    /// </summary>
    /// <returns>Their paths in input.</returns>
    public async Task<IReadOnlyList<string>> OfferAsync(string user, CancellationToken ct)
    {
        List<string> offered = [];
        await using var connection = await hub.OpenAsync(ct);
        foreach (var file in await ListUnknownAsync(connection, ["processed"], ct))
        {
            offered.Add(await mover.ToInputAsync(await RegisterAsync(connection, file, ct), ct));
        }

        if (offered.Count > 0)
        {
            await AuditLog.WriteAsync(
                connection, new AuditEntry("ofrecer_procesados", user, "succeeded", new { folders.Root }, new { Files = offered }), ct);
        }

        return offered;
    }

    private bool Exists(string path) => FileStat.TryRead(folders.Resolve(path)) is not null;

    private async Task<IReadOnlyList<UnknownFile>> ListUnknownAsync(NpgsqlConnection connection, IReadOnlyList<string> places, CancellationToken ct)
    {
        var known = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT unnest(ARRAY[f.path, f.target_path]) FROM file f
             WHERE f.location <> 'gone' AND EXISTS (SELECT 1 FROM run_file r WHERE r.file_id = f.file_id)
            """,
            cancellationToken: ct))).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from place in places
               from path in Directory.EnumerateFiles(Path.Combine(folders.Root, place), "*", SearchOption.AllDirectories)
               let relative = Path.GetRelativePath(folders.Root, path).Replace(Path.DirectorySeparatorChar, '/')
               let folder = relative.Split('/')
               let date = DateOnly.TryParseExact(folder[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d) ? d : (DateOnly?)null
               where !known.Contains(relative) && (date is not null ? folder.Length == 3 : place == "input" && folder.Length == 2)
               let name = CopyMark().Replace(folder[^1], "")
               where !FileNameMatcher.Match(name, layouts()).IsRejects
               orderby date, relative
               select new UnknownFile(relative, name, date),
        ];
    }

    private async Task<long> RegisterAsync(NpgsqlConnection connection, UnknownFile file, CancellationToken ct)
    {
        var match = FileNameMatcher.Match(file.Name, layouts());
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // A file that waited in input when the backup was taken keeps its row.
        var waiting = (await connection.QueryAsync<(long FileId, string Path)>(new CommandDefinition(
            """
            SELECT f.file_id, f.path FROM file f
             WHERE (f.path = @Path AND f.location <> 'gone') OR (f.file_name = @Name AND f.fecha_proceso = @Date AND f.location = 'input')
             ORDER BY f.file_id
            """,
            new { file.Path, file.Name, file.Date },
            cancellationToken: ct))).Where(f => f.Path == file.Path || !Exists(f.Path)).Select(f => (long?)f.FileId).FirstOrDefault();
        var fileId = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            """
            WITH there AS (
                UPDATE file SET path = @Path, location = 'processed', target_path = NULL WHERE file_id = @waiting RETURNING file_id),
            reserved AS MATERIALIZED (
                SELECT nextval(pg_get_serial_sequence('file', 'file_id')) AS file_id WHERE @waiting::bigint IS NULL),
            fresh AS (
                INSERT INTO file (file_id, maestra, file_name, fecha_proceso, chain_order, root_file_id, path, location, size_bytes)
                OVERRIDING SYSTEM VALUE
                SELECT file_id, @Maestra, @Name, @Date, @ChainOrder,
                       coalesce((SELECT root_file_id FROM file WHERE fecha_proceso = @Date AND file_name = @Name
                                    AND maestra IS NOT DISTINCT FROM @Maestra ORDER BY file_id LIMIT 1), file_id),
                       @Path, 'processed', @Size
                  FROM reserved RETURNING file_id)
            SELECT file_id FROM there UNION ALL SELECT file_id FROM fresh
            """,
            new
            {
                waiting, file.Path, file.Name, file.Date, match.ChainOrder, match.Layout?.Maestra,
                Size = FileStat.TryRead(folders.Resolve(file.Path))?.Size ?? 0,
            },
            cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return fileId;
    }

    // What the archive puts before the extension when a name is taken.
    [GeneratedRegex(@"(~[0-9]+)+(?=\.[^.]*$|$)")]
    private static partial Regex CopyMark();

    /// <param name="Date">Of the folder; null in input.</param>
    private sealed record UnknownFile(string Path, string Name, DateOnly? Date);
}
