namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>What a task came to.</summary>
/// <param name="Affected">How many things it removed, refreshed or made.</param>
/// <param name="Message">One Spanish sentence.</param>
/// <param name="Details">For <c>audit_log</c>; null: the count says all.</param>
/// <param name="IsWarning">It was done, and found something that somebody should look at.</param>
public sealed record MaintenanceResult(long Affected, string Message, object? Details = null, bool IsWarning = false)
{
    internal static MaintenanceResult Removed(long count, object? details = null) =>
        new(count, MaintenanceMessages.Format("Removed", count), details);
}
