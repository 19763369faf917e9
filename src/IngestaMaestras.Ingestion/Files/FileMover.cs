using Dapper;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>
/// Moves a file that has a row: the target's name is recorded first, then the file is renamed, then the row follows. A
/// crash between any two of these is finished by moving again.
/// </summary>
public sealed class FileMover(HubDatabase hub, DataFolders folders)
{
    /// <summary>How many names are tried when names are taken; far more than operators ever keep.</summary>
    private const int MaxCopies = 10_000;

    /// <summary>Moves to <c>work/</c>, where exactly one run owns the file.</summary>
    public Task<string> ToWorkAsync(long fileId, long runId, CancellationToken ct) => MoveAsync(
        fileId, FileLocation.Work, (row, copy) => copy == 0 ? DataFolders.WorkPath(runId, fileId, row.FileName) : null, ct);

    /// <summary>Moves to <c>processed/</c> or <c>error/</c>, under the business date.</summary>
    public Task<string> ToArchiveAsync(long fileId, FileLocation location, CancellationToken ct) => MoveAsync(
        fileId, location, (row, copy) => DataFolders.ArchivePath(location, row.FechaProceso, row.FileName, copy), ct);

    /// <summary>Moves back to <c>input/</c> under its own name, or with a mark when that name is taken there.</summary>
    public Task<string> ToInputAsync(long fileId, CancellationToken ct) => MoveAsync(
        fileId, FileLocation.Input, (row, copy) => DataFolders.InputPath(DataFolders.NameWithCopyMark(row.FileName, copy)), ct);

    /// <returns>The new relative path.</returns>
    /// <exception cref="FileMissingException">The file is neither where its row says nor where it was to go.</exception>
    /// <exception cref="IOException">The file system refused.</exception>
    private async Task<string> MoveAsync(long fileId, FileLocation location, Func<FileRow, int, string?> target, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var row = await ReadAsync(connection, fileId, ct);
        if (row.TargetPath is { } pending && await FinishPendingAsync(connection, row, pending, ct))
        {
            row = await ReadAsync(connection, fileId, ct);
        }

        if (row.Location == DataFolders.Code(location) && (location != FileLocation.Work || row.Path == target(row, 0)))
        {
            return row.Path;
        }

        var isArchived = ArchiveFolder.IsArchived(row.Path);
        var source = isArchived ? folders.Extract(row.Path) ?? throw new FileMissingException(row.Path) : folders.Resolve(row.Path);
        try
        {
            return await MoveAsync(connection, row, source, location, target, ct);
        }
        finally
        {
            if (isArchived)
            {
                // Gone when the move was made; the archive keeps what it holds.
                File.Delete(source);
            }
        }
    }

    private async Task<string> MoveAsync(
        NpgsqlConnection connection, FileRow row, string source, FileLocation location, Func<FileRow, int, string?> target, CancellationToken ct)
    {
        for (var copy = 0; copy < MaxCopies && target(row, copy) is { } path; copy++)
        {
            if (File.Exists(folders.Resolve(path)))
            {
                continue;
            }

            await RecordTargetAsync(connection, row, path, location, ct);
            Directory.CreateDirectory(Path.GetDirectoryName(folders.Resolve(path))!);
            switch (AtomicMove.Move(source, folders.Resolve(path)))
            {
                case MoveResult.Moved:
                    await RecordMovedAsync(connection, row.FileId, path, ct);
                    return path;
                case MoveResult.SourceMissing:
                    await RecordTargetAsync(connection, row, null, location, ct);
                    throw new FileMissingException(row.Path);
                case MoveResult.TargetExists:
                    // Somebody took the name between the look and the move: try the next one.
                    break;
                default:
                    throw new InvalidOperationException("Unknown result of a move.");
            }
        }

        throw new IOException($"No hay un nombre libre para {row.FileName} en {DataFolders.Code(location)}/.");
    }

    /// <summary>A move that a crash interrupted: source gone and target there with the same content means it was done.</summary>
    private async Task<bool> FinishPendingAsync(NpgsqlConnection connection, FileRow row, string pending, CancellationToken ct)
    {
        var source = FileStat.TryRead(folders.Resolve(row.Path));
        var target = FileStat.TryRead(folders.Resolve(pending));
        if (source is not null && target is not null && (source.Inode, source.Device) == (target.Inode, target.Device))
        {
            // One file under two names: where a move is link and unlink, the crash came between.
            File.Delete(folders.Resolve(row.Path));
            source = null;
        }

        if (source is not null || target is null || !await IsSameContentAsync(row, folders.Resolve(pending), target, ct))
        {
            return false;
        }

        await RecordMovedAsync(connection, row.FileId, pending, ct);
        return true;
    }

    private static async Task<bool> IsSameContentAsync(FileRow row, string path, FileStat stat, CancellationToken ct) =>
        row.Sha256 is { } hash ? await FileHash.ComputeAsync(path, ct) == hash : stat.Size == row.SizeBytes;

    private static Task<FileRow> ReadAsync(NpgsqlConnection connection, long fileId, CancellationToken ct) =>
        connection.QuerySingleAsync<FileRow>(new CommandDefinition(
            "SELECT file_id, file_name, fecha_proceso, path, location, target_path, size_bytes, sha256 FROM file WHERE file_id = @fileId",
            new { fileId },
            cancellationToken: ct));

    /// <summary>
    /// A file on its way to input or work may have been edited where it lay: its old hash says nothing of it any more. One in
    /// an archive cannot have been.
    /// </summary>
    private Task<int> RecordTargetAsync(NpgsqlConnection connection, FileRow row, string? path, FileLocation location, CancellationToken ct)
    {
        var mayHaveChanged = location is FileLocation.Input or FileLocation.Work && !ArchiveFolder.IsArchived(row.Path);
        return connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE file
               SET target_path = @path, size_bytes = coalesce(@Size, size_bytes), sha256 = CASE WHEN @mayHaveChanged THEN NULL ELSE sha256 END
             WHERE file_id = @FileId
            """,
            new { row.FileId, path, FileStat.TryRead(folders.Resolve(row.Path))?.Size, mayHaveChanged },
            cancellationToken: ct));
    }

    private static Task<int> RecordMovedAsync(NpgsqlConnection connection, long fileId, string path, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(
            "UPDATE file SET path = @path, location = split_part(@path, '/', 1), target_path = NULL WHERE file_id = @fileId",
            new { fileId, path },
            cancellationToken: ct));

    private sealed class FileRow
    {
        public long FileId { get; set; }

        public string FileName { get; set; } = "";

        public DateOnly FechaProceso { get; set; }

        public string Path { get; set; } = "";

        public string Location { get; set; } = "";

        public string? TargetPath { get; set; }

        public long SizeBytes { get; set; }

        public string? Sha256 { get; set; }
    }
}
