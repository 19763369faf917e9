using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Maintenance;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>
/// Compares folders with rows when the program starts: unfinished moves are finished, what lies in <c>work/</c> without
/// an owner goes back to input, staging of dead runs is dropped, and what cannot be explained is told.
/// </summary>
public sealed class Reconciler(HubDatabase hub, DataFolders folders, FileMover mover, ILogger<Reconciler> logger)
{
    /// <returns>The differences found, one Spanish sentence each; also in <c>audit_log</c> when there are any.</returns>
    public async Task<IReadOnlyList<string>> ReconcileAsync(CancellationToken ct)
    {
        List<string> differences = [];
        await using var connection = await hub.OpenAsync(ct);
        await FinishMovesAsync(connection, differences, ct);
        await ReturnOrphansAsync(connection, differences, ct);
        await ReportMissingAsync(connection, differences, ct);
        await StagingPurge.DropDeadAsync(connection, ct);
        if (differences.Count > 0)
        {
            foreach (var difference in differences)
            {
                logger.LogWarning("Diferencia entre carpetas y base de datos: {Difference}", difference);
            }

            await AuditLog.WriteAsync(
                connection,
                new AuditEntry("conciliar_carpetas", AuditEntry.System, "succeeded", new { folders.Root }, new { Differences = differences }),
                ct);
        }

        return differences;
    }

    /// <summary>A move whose owner is gone: a file that a run still works on is left to its pipeline.</summary>
    private async Task FinishMovesAsync(NpgsqlConnection connection, List<string> differences, CancellationToken ct)
    {
        var unfinished = await connection.QueryAsync<(long FileId, string Path, string Target)>(new CommandDefinition(
            """
            SELECT f.file_id, f.path, f.target_path FROM file f
             WHERE f.target_path IS NOT NULL AND f.location <> 'gone' AND NOT EXISTS (
                SELECT 1 FROM run_file a WHERE a.file_id = f.file_id AND a.status IN ('pending', 'running', 'held'))
            """,
            cancellationToken: ct));
        foreach (var (fileId, path, target) in unfinished)
        {
            try
            {
                var place = target.StartsWith("input/", StringComparison.Ordinal)
                    ? await mover.ToInputAsync(fileId, ct)
                    : await mover.ToArchiveAsync(
                        fileId, target.StartsWith("error/", StringComparison.Ordinal) ? FileLocation.Error : FileLocation.Processed, ct);
                differences.Add($"El traslado de {path} había quedado a medias; se terminó en {place}.");
            }
            catch (IOException e)
            {
                differences.Add(e.Message);
            }
        }
    }

    /// <summary>Files in <c>work/</c> that no row names.</summary>
    private async Task ReturnOrphansAsync(NpgsqlConnection connection, List<string> differences, CancellationToken ct)
    {
        foreach (var path in Directory.EnumerateFiles(folders.Work, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(folders.Root, path).Replace(Path.DirectorySeparatorChar, '/');
            if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "SELECT EXISTS (SELECT 1 FROM file WHERE (path = @relative OR target_path = @relative) AND location <> 'gone')",
                new { relative },
                cancellationToken: ct)))
            {
                continue;
            }

            differences.Add(ReturnToInput(path, relative));
        }
    }

    private string ReturnToInput(string path, string relative)
    {
        var name = OriginalName(Path.GetFileName(path));
        for (var copy = 0; ; copy++)
        {
            var target = folders.Resolve(DataFolders.InputPath(DataFolders.NameWithCopyMark(name, copy)));
            switch (AtomicMove.Move(path, target))
            {
                case MoveResult.Moved:
                    return $"{relative} no pertenecía a ninguna ejecución; volvió a input/{Path.GetFileName(target)}.";
                case MoveResult.SourceMissing:
                    return $"{relative} no pertenecía a ninguna ejecución y desapareció mientras se devolvía a input.";
                case MoveResult.TargetExists:
                    break;
                default:
                    throw new InvalidOperationException("Unknown result of a move.");
            }
        }
    }

    /// <summary>Names in work start with the file's id and an underscore.</summary>
    private static string OriginalName(string workName)
    {
        var mark = workName.IndexOf('_', StringComparison.Ordinal);
        return mark > 0 && mark < workName.Length - 1 && workName.AsSpan(0, mark).IndexOfAnyExceptInRange('0', '9') < 0
            ? workName[(mark + 1)..]
            : workName;
    }

    private async Task ReportMissingAsync(NpgsqlConnection connection, List<string> differences, CancellationToken ct)
    {
        var rows = await connection.QueryAsync<(long FileId, string Path)>(new CommandDefinition(
            "SELECT file_id, path FROM file WHERE location IN ('work', 'error') AND target_path IS NULL", cancellationToken: ct));
        foreach (var (fileId, path) in rows.Where(r => FileStat.TryRead(folders.Resolve(r.Path)) is null))
        {
            differences.Add($"El archivo {fileId} debería estar en {path} y no está.");
        }
    }
}
