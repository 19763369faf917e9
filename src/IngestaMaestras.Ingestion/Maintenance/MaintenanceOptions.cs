using Cronos;
using IngestaMaestras.Ingestion.Configuration;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Section <c>Maintenance</c> of the settings.</summary>
public sealed class MaintenanceOptions
{
    /// <summary>When the daily tasks are due: five-field cron, in <c>Ingesta:TimeZone</c>.</summary>
    public string Schedule { get; set; } = "30 4 * * *";

    /// <summary>When a backup is made.</summary>
    public string BackupSchedule { get; set; } = "0 5 1 * *";

    /// <summary>When a recovery drill is made.</summary>
    public string DrillSchedule { get; set; } = "0 6 2 1,4,7,10 *";

    /// <summary>Days that <c>error_log</c> is kept; errors of a master's last file stay.</summary>
    public int ErrorLogDays { get; set; } = 365;

    /// <summary>Days that <c>audit_log</c> is kept.</summary>
    public int AuditLogDays { get; set; } = 730;

    /// <summary>Days that the log of steps is kept.</summary>
    public int StepLogDays { get; set; } = 30;

    /// <summary>Days that wide actions are kept after they ended.</summary>
    public int OperationDays { get; set; } = 180;

    /// <summary>Days that dry runs are kept.</summary>
    public int DryRunDays { get; set; } = 30;

    /// <summary>Rows that one statement removes at most, so that nobody waits for it.</summary>
    public int BatchSize { get; set; } = 10_000;

    /// <exception cref="ConfigurationException">A value is not valid; the message names key, value and fix.</exception>
    public void Validate()
    {
        foreach (var (name, text) in new[] { (nameof(Schedule), Schedule), (nameof(BackupSchedule), BackupSchedule), (nameof(DrillSchedule), DrillSchedule) })
        {
            ConfigurationException.ThrowUnless(
                CronExpression.TryParse(text, out _), $"Maintenance:{name}", text, "una expresión cron de cinco campos, por ejemplo 30 4 * * *");
        }

        foreach (var (name, value) in new[]
        {
            (nameof(ErrorLogDays), ErrorLogDays), (nameof(AuditLogDays), AuditLogDays), (nameof(StepLogDays), StepLogDays),
            (nameof(OperationDays), OperationDays), (nameof(DryRunDays), DryRunDays), (nameof(BatchSize), BatchSize),
        })
        {
            ConfigurationException.ThrowUnless(value > 0, $"Maintenance:{name}", value, "un número mayor que 0");
        }
    }
}
