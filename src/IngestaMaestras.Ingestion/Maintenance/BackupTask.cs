using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>The backup, as often as configured.</summary>
public sealed class BackupTask(BackupWriter writer, MaintenanceOptions options) : IMaintenanceTask
{
    public const string TaskName = "respaldo";

    public string Name => TaskName;

    public string? Schedule => options.BackupSchedule;

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        var (backup, removed) = await writer.WriteAsync(AuditEntry.System, ct);
        return new MaintenanceResult(
            1,
            MaintenanceMessages.Format(
                "BackedUp", backup.Name, backup.Manifest.Tables.Sum(t => t.Rows), backup.Manifest.SizeBytes, removed.Count));
    }
}
