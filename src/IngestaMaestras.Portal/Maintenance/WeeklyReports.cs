using IngestaMaestras.Ingestion.Maintenance.Weekly;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>Makes the report of a week.</summary>
internal sealed class WeeklyReports(WeekReader reader, Reminders reminders)
{
    /// <param name="from">Its first day.</param>
    public async Task<(WeeklyFigures Figures, ReportDocument Document)> MakeAsync(DateOnly from, CancellationToken ct)
    {
        var figures = await reader.ReadAsync(from, ct);
        return (figures, WeeklyDocument.Of(figures, await reminders.FindAsync(ct)));
    }
}
