using System.Globalization;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Files;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>The backup is the one that was written, restores, and holds what its manifest says.</summary>
internal sealed class RestorePart : IDrillPart
{
    public string Name => "respaldo";

    public async Task<DrillResult> RunAsync(DrillContext context, CancellationToken ct)
    {
        var (backup, manifest) = (context.Backup, context.Backup.Manifest);
        if (await FileHash.ComputeAsync(backup.Path, ct) != manifest.Sha256)
        {
            return DrillResult.Failed(BackupMessages.Format("Damaged", backup.Name));
        }

        var differences = await BackupTrial.RestoreAsync(context.Scratch, context.Tools, backup.Path, manifest, ct);
        context.IsRestored = differences.Count == 0;
        return context.IsRestored
            ? DrillResult.Passed(
                DrillMessages.Format("Restored", manifest.Tables.Count, manifest.Tables.Sum(t => t.Rows)),
                [.. manifest.Tables.Where(t => t.Rows > 0).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Table}: {t.Rows}"))])
            : DrillResult.Failed(
                DrillMessages.Format("RestoredDiffers", differences.Count),
                [.. differences.Select(d => DrillMessages.Format("TableDiffers", d.Table, d.Found.Rows, d.Expected.Rows))]);
    }
}
