using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>
/// Files that people hand in, on the data volume but outside every folder that is watched: nothing takes them until they
/// are put into input.
/// </summary>
public sealed class UploadStore(HubDatabase hub, DataFolders folders)
{
    private const int BlockBytes = 256 * 1024;

    /// <summary>Whoever has not decided by then begins again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public string PathOf(Guid upload) => folders.Resolve(DataFolders.UploadPath(upload));

    /// <summary>Null when there is no such upload, or no more.</summary>
    public FileStat? Find(Guid upload) => FileStat.TryRead(PathOf(upload)) is { IsRegular: true } stat ? stat : null;

    /// <summary>Keeps a stream under a name of its own, safely on disk.</summary>
    /// <returns>Null when it is longer than <paramref name="maxBytes"/>; nothing is kept then.</returns>
    public async Task<Guid?> KeepAsync(Stream stream, long maxBytes, CancellationToken ct)
    {
        await ForgetOldAsync(ct);
        var upload = Guid.NewGuid();
        Directory.CreateDirectory(folders.Upload);
        var isWhole = false;
        try
        {
            await using FileStream file = new(PathOf(upload), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            var block = new byte[BlockBytes];
            int count;
            while ((count = await stream.ReadAsync(block, ct)) > 0)
            {
                if (file.Length + count > maxBytes)
                {
                    return null;
                }

                await file.WriteAsync(block.AsMemory(0, count), ct);
            }

            file.Flush(flushToDisk: true);
            isWhole = true;
            return upload;
        }
        finally
        {
            if (!isWhole)
            {
                File.Delete(PathOf(upload));
            }
        }
    }

    public void Forget(Guid upload) => File.Delete(PathOf(upload));

    /// <summary>What nobody decided about, and what a crash left; a file that has a row is on its way and stays.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ForgetOldAsync(CancellationToken ct)
    {
        var forgotten = 0;
        if (!Directory.Exists(folders.Upload))
        {
            return forgotten;
        }

        var limit = DateTime.UtcNow - Patience;
        foreach (var path in Directory.EnumerateFiles(folders.Upload).Where(p => File.GetLastWriteTimeUtc(p) < limit))
        {
            await using var connection = await hub.OpenAsync(ct);
            var relative = Path.GetRelativePath(folders.Root, path).Replace(Path.DirectorySeparatorChar, '/');
            if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "SELECT EXISTS (SELECT 1 FROM file WHERE path = @relative)", new { relative }, cancellationToken: ct)))
            {
                File.Delete(path);
                forgotten++;
            }
        }

        return forgotten;
    }
}
