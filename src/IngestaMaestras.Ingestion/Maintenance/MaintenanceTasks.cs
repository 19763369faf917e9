using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>The tables that grow with the years, and how long their rows are kept.</summary>
public static class MaintenanceTasks
{
    public static IReadOnlyList<IMaintenanceTask> Retention(HubDatabase hub, MaintenanceOptions options)
    {
        AgedRows Rows(string name, string table, string condition, int days) =>
            new(hub, name, table, condition, TimeSpan.FromDays(days), options.BatchSize);
        return
        [
            // An unchanged file repeats the errors of the master's last file: those are not history yet.
            Rows(
                "errores", "error_log",
                "r.\"timestamp\" < clock_timestamp() - @keep AND NOT EXISTS (SELECT 1 FROM master_state s WHERE s.file_id = r.file_id)",
                options.ErrorLogDays),
            Rows("auditoria", "audit_log", "r.execution_time < clock_timestamp() - @keep", options.AuditLogDays),
            Rows("operaciones", "operation", "r.ended_at < clock_timestamp() - @keep", options.OperationDays),
            Rows("simulaciones", "dry_run", "r.created_at < clock_timestamp() - @keep", options.DryRunDays),
            Rows("informes-antiguos", "weekly_report", "r.created_at < clock_timestamp() - @keep", options.ReportDays),
            // The last run of each task is what the page shows.
            Rows(
                "historial", "maintenance_run",
                "r.started_at < clock_timestamp() - @keep AND EXISTS (SELECT 1 FROM maintenance_run n WHERE n.task = r.task AND n.maintenance_run_id > r.maintenance_run_id)",
                options.AuditLogDays),
        ];
    }
}
