using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Pipeline;

/// <summary>Moves a finished file to <c>processed/</c> or <c>error/</c> and writes its rejected lines beside it.</summary>
public sealed class ArchiveStep(HubDatabase hub, DataFolders folders, Func<LayoutSet> layouts, FileMover mover)
{
    /// <summary>Longest line that a rejects file holds: one byte over the reader's limit, so that it is still too long there.</summary>
    private const int MaxLineBytes = RecordReader.DefaultMaxLineBytes + 1;

    private const int MaxCopies = 10_000;

    /// <returns>Where the file lies now, relative to the data root.</returns>
    /// <exception cref="IOException">The file system refused.</exception>
    public async Task<string> ExecuteAsync(RunFileRow file, FileClaim claim, FileStatus outcome, CancellationToken ct)
    {
        var location = outcome is FileStatus.Failed or FileStatus.Discarded ? FileLocation.Error : FileLocation.Processed;
        var path = await mover.ToArchiveAsync(claim.FileId, location, ct);
        if (outcome is FileStatus.Loaded or FileStatus.Unchanged)
        {
            await WriteRejectsAsync(file, path, ct);
        }

        return path;
    }

    private async Task WriteRejectsAsync(RunFileRow file, string archivedPath, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var lines = (await connection.QueryAsync<long>(new CommandDefinition(
            "SELECT line_number FROM rejected_line WHERE file_id = @FileId ORDER BY line_number",
            new { file.FileId },
            cancellationToken: ct))).ToList();
        if (lines.Count == 0)
        {
            return;
        }

        var source = folders.Resolve(archivedPath);
        var folder = Path.GetDirectoryName(source)!;
        var temporary = Path.Combine(folder, $".rechazos-{file.FileId}-{Guid.NewGuid():N}.tmp");
        try
        {
            await CopyLinesAsync(file, source, temporary, lines, ct);
            await PlaceAsync(temporary, folder, RejectsFileName(file.Maestra!, file.FileId), ct);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The name of the file with a file's rejected lines.</summary>
    internal static string RejectsFileName(string maestra, long fileId) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{maestra}_rechazos-{fileId}.txt");

    private async Task CopyLinesAsync(RunFileRow file, string source, string target, IReadOnlyList<long> lines, CancellationToken ct)
    {
        var hasHeader = layouts().Find(file.Maestra!) is { IgnoreHeader: true };
        await using FileStream output = new(target, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await RawLines.ReadAsync(
            source,
            hasHeader ? lines.Prepend(1) : lines,
            MaxLineBytes,
            async (_, line) =>
            {
                await output.WriteAsync(line, ct);
                output.WriteByte((byte)'\n');
            },
            ct);
        output.Flush(flushToDisk: true);
    }

    /// <summary>Gives the file its name; one of the same content that is there already is the same one, written before a crash.</summary>
    private static async Task PlaceAsync(string temporary, string folder, string name, CancellationToken ct)
    {
        for (var copy = 0; copy < MaxCopies; copy++)
        {
            var target = Path.Combine(folder, DataFolders.NameWithCopyMark(name, copy));
            if (AtomicMove.Move(temporary, target) == MoveResult.Moved)
            {
                return;
            }

            if (await FileHash.ComputeAsync(target, ct) == await FileHash.ComputeAsync(temporary, ct))
            {
                return;
            }
        }

        throw new IOException($"No hay un nombre libre para {name}.");
    }
}
