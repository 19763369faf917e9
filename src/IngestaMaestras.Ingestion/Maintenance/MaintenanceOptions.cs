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

    /// <summary>Days of business date after which files of <c>processed/</c> are compressed into archives.</summary>
    public int ArchiveDays { get; set; } = 90;

    /// <summary>The long-term folder, which may be on another volume; empty: <c>archive</c> under the data root.</summary>
    public string ArchiveFolder { get; set; } = "";

    /// <summary>When old files are archived.</summary>
    public string ArchiveSchedule { get; set; } = "0 6 2 * *";

    /// <summary>When sizes, loads and offsets are written down.</summary>
    public string MeasureSchedule { get; set; } = "7 * * * *";

    /// <summary>Days that they are kept.</summary>
    public int MeasurementDays { get; set; } = 400;

    /// <summary>When it is looked whether the last week has its report and the report has been mailed.</summary>
    public string ReportSchedule { get; set; } = "0 7-19 * * *";

    /// <summary>Days that weekly reports are kept.</summary>
    public int ReportDays { get; set; } = 1100;

    /// <summary>When it is looked whether a window for rewriting tables is open.</summary>
    public string RebuildSchedule { get; set; } = "*/10 * * * *";

    /// <summary>Days after which an administrator is reminded of a password, and an unused key is named.</summary>
    public int PasswordDays { get; set; } = 180;

    /// <summary>Days before the end of a key or certificate from which on it is reminded of.</summary>
    public int ReminderDays { get; set; } = 30;

    /// <summary>Rows that one statement removes at most, so that nobody waits for it.</summary>
    public int BatchSize { get; set; } = 10_000;

    /// <exception cref="ConfigurationException">A value is not valid; the message names key, value and fix.</exception>
    public void Validate()
    {
        foreach (var (name, text) in new[]
        {
            (nameof(Schedule), Schedule), (nameof(BackupSchedule), BackupSchedule), (nameof(ArchiveSchedule), ArchiveSchedule),
            (nameof(MeasureSchedule), MeasureSchedule), (nameof(ReportSchedule), ReportSchedule), (nameof(RebuildSchedule), RebuildSchedule),
            (nameof(DrillSchedule), DrillSchedule),
        })
        {
            ConfigurationException.ThrowUnless(
                CronExpression.TryParse(text, out _), $"Maintenance:{name}", text, "una expresión cron de cinco campos, por ejemplo 30 4 * * *");
        }

        foreach (var (name, value) in new[]
        {
            (nameof(ErrorLogDays), ErrorLogDays), (nameof(AuditLogDays), AuditLogDays), (nameof(StepLogDays), StepLogDays),
            (nameof(OperationDays), OperationDays), (nameof(DryRunDays), DryRunDays), (nameof(ArchiveDays), ArchiveDays),
            (nameof(MeasurementDays), MeasurementDays), (nameof(ReportDays), ReportDays), (nameof(PasswordDays), PasswordDays),
            (nameof(ReminderDays), ReminderDays), (nameof(BatchSize), BatchSize),
        })
        {
            ConfigurationException.ThrowUnless(value > 0, $"Maintenance:{name}", value, "un número mayor que 0");
        }
    }
}
