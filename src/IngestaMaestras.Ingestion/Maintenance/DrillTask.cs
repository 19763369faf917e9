using IngestaMaestras.Ingestion.Drills;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>The recovery drill, as often as configured.</summary>
public sealed class DrillTask(RecoveryDrill drill, MaintenanceOptions options) : IMaintenanceTask
{
    /// <summary>As commands and addresses have it.</summary>
    public const string TaskName = "simulacro";

    public string Name => TaskName;

    public string? Schedule => options.DrillSchedule;

    /// <exception cref="DrillFailedException">Something of it failed; the report tells what.</exception>
    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        var (report, name) = await drill.RunAsync(ct);
        var parts = string.Join(' ', report.Parts.Select(p => $"{p.Title}: {DrillMessages.Format($"Outcome_{p.Outcome}")}."));
        return report.Passed
            ? new MaintenanceResult(1, DrillMessages.Format("Done", name, parts), new { Report = name, report.Backup })
            : throw new DrillFailedException(DrillMessages.Format("DoneBadly", name, parts));
    }
}
