using IngestaMaestras.Ingestion.Files;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Removes files that were being written beside the archived ones when the program died.</summary>
public sealed class TemporaryFiles(DataFolders folders, TimeProvider time) : IMaintenanceTask
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(1);

    public string Name => "archivos-temporales";

    public Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        var oldest = time.GetUtcNow().UtcDateTime - Age;
        List<string> left =
        [
            .. new[] { folders.Processed, folders.Error }
                .SelectMany(f => Directory.EnumerateFiles(f, ".rechazos-*.tmp", SearchOption.AllDirectories))
                .Where(f => File.GetLastWriteTimeUtc(f) < oldest),
        ];
        left.ForEach(File.Delete);
        return Task.FromResult(MaintenanceResult.Removed(
            left.Count, new { Files = left.Select(f => Path.GetRelativePath(folders.Root, f)).ToList() }));
    }
}
