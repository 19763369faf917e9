using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Portal.Hosting.Logging;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>
/// Removes files of the log that are older than they are kept. Whoever writes the log removes them when a new day's file
/// begins; those of a folder that nobody writes to any more would stay.
/// </summary>
internal sealed class LogFiles(LogOptions log, string dataRoot, TimeProvider time) : IMaintenanceTask
{
    /// <summary>The writer looks once a day: until then they are its own.</summary>
    private const int SpareDays = 1;

    public string Name => "registros";

    public Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        var folder = log.HasFile ? log.FolderUnder(dataRoot) : null;
        if (folder is null || !Directory.Exists(folder))
        {
            return Task.FromResult(new MaintenanceResult(0, T("Maintenance.NoLog")));
        }

        var limit = time.GetUtcNow().UtcDateTime.AddDays(-log.KeepDays - SpareDays);
        var files = new DirectoryInfo(folder).GetFiles(LoggingSetup.FilePattern);
        var old = files.Where(f => f.LastWriteTimeUtc < limit).ToList();
        old.ForEach(f => f.Delete());
        var kept = files.Except(old).ToList();
        return Task.FromResult(new MaintenanceResult(
            old.Count, T("Maintenance.LogFiles", old.Count, kept.Count, Pages.Support.Show.Size(kept.Sum(f => f.Length)), log.KeepDays),
            new { Files = old.Select(f => f.Name).ToList() }));
    }
}
