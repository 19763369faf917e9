using IngestaMaestras.Ingestion.Files;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Free space of the data root, and of the database's volume when this machine has it.</summary>
internal sealed class DiskMetrics(IngestaMetrics metrics, DataFolders folders, HubMetrics hub, ILogger<DiskMetrics> logger) : IMetricsPart
{
    public string Name => "disk";

    public Task ReadAsync(CancellationToken ct)
    {
        List<(string Volume, DriveInfo Drive)> drives = [];
        Add(drives, "data", folders.Root);
        // A cluster under the data root is on its volume.
        Add(drives, "database", hub.DataDirectory);
        metrics.DiskFree.Set(drives.Select(d => (new[] { d.Volume }, (double)d.Drive.AvailableFreeSpace)));
        metrics.DiskSize.Set(drives.Select(d => (new[] { d.Volume }, (double)d.Drive.TotalSize)));
        return Task.CompletedTask;
    }

    public void Clear()
    {
        metrics.DiskFree.Clear();
        metrics.DiskSize.Clear();
    }

    private void Add(List<(string Volume, DriveInfo Drive)> drives, string volume, string? folder)
    {
        if (folder is null)
        {
            return;
        }

        try
        {
            DriveInfo drive = new(Path.GetFullPath(folder));
            if (drive.TotalSize > 0)
            {
                drives.Add((volume, drive));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("No se pudo mirar el disco de {Folder}: {Reason}", folder, e.Message);
        }
    }
}
