using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Portal.Hosting;
using IngestaMaestras.Portal.Hosting.Health;
using Npgsql;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>The checks that matter most, made by the portal itself: what the rules of Prometheus would find, without it.</summary>
public sealed class OwnAlerts(
    DateOutcomes dates, HealthMonitor monitor, Func<LayoutSet> layouts, RuntimeState state, BusinessCalendar calendar, TimeProvider time)
{
    private const string Database = "PostgreSQLDown";
    private const string Scheduler = "IngestaSchedulerDown";
    private const string Dependency = "IngestaDependencyDown";
    private const int LatestDates = 7;

    /// <summary>Names of alerts about something that does not answer, and whose end is told.</summary>
    internal static readonly string[] OfDependencies = [Database, Scheduler, Dependency];

    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <param name="patience">How long dependencies may take to answer before what they answered last will do.</param>
    /// <returns>All that is so now, none twice; and the dependencies that do answer.</returns>
    /// <remarks>While the database is away only what can be seen without it.</remarks>
    public async Task<(IReadOnlyList<PortalAlert> Alerts, IReadOnlyList<string> Up)> FindAsync(TimeSpan patience, CancellationToken ct)
    {
        List<PortalAlert> found = [];
        var snapshot = await monitor.GetAsync(MaxAge, patience, ct);
        List<string> up = [.. (snapshot?.Entries ?? []).Where(e => e.State is not (HealthEntry.Down or HealthEntry.Off)).Select(e => e.Name)];
        var tonight = calendar.LatestDue(time.GetUtcNow());
        var isDown = snapshot?.Entries.Any(e => e is { Name: "postgresql", State: HealthEntry.Down }) == true;
        foreach (var entry in snapshot?.Entries.Where(e => e.State == HealthEntry.Down) ?? [])
        {
            // Without PostgreSQL there is no scheduler either: one message is enough.
            if (!isDown || entry.Name != "scheduler")
            {
                found.Add(new PortalAlert(
                    entry.Name switch { "postgresql" => Database, "scheduler" => Scheduler, _ => Dependency },
                    entry.Name, AlertSeverity.Critical, tonight, T("Alerts.Down", entry.Name, entry.Detail), T($"Health.Do_{entry.Name}"), "/salud") { MayPass = true });
            }
        }

        if (!isDown && state.IsReady)
        {
            try
            {
                found.AddRange((await dates.ListAsync(null, LatestDates, ct)).Items.SelectMany(Of));
            }
            catch (Exception e) when (SqlStates.IsTransient(e) || e is NpgsqlException)
            {
                // The next look at the dependencies tells of it.
                return (found, []);
            }
        }

        return (found, up);
    }

    private IEnumerable<PortalAlert> Of(DateOutcome date)
    {
        var day = date.Date.ToString("yyyy-MM-dd", null);
        if (date.Status == RunStatus.Failed)
        {
            yield return new PortalAlert("IngestaRunFailed", "", AlertSeverity.Critical, date.Date, T("Alerts.RunFailed", day), T("Alerts.RunFailedDo"), $"/fechas?hasta={day}");
        }
        else if (date.Status == RunStatus.Partial)
        {
            yield return new PortalAlert("IngestaRunPartial", "", AlertSeverity.Warning, date.Date, T("Alerts.RunPartial", day), T("Alerts.RunPartialDo"), $"/fechas?hasta={day}");
        }

        foreach (var master in date.Masters.Where(m => m.Maestra is not null))
        {
            var page = $"/maestras/{master.Maestra}";
            if (master.Condition == MasterCondition.Missing)
            {
                yield return new PortalAlert("IngestaFileMissing", master.Maestra!, AlertSeverity.Warning, date.Date, T("Alerts.Missing", master.Maestra, day), T("Alerts.MissingDo"), page);
            }

            if (master.Condition == MasterCondition.Held)
            {
                yield return new PortalAlert("IngestaMergeHeld", master.Maestra!, AlertSeverity.Warning, date.Date, T("Alerts.Held", master.Maestra, day), T("Alerts.HeldDo"), page);
            }

            if (layouts().Find(master.Maestra!) is { } layout && MasterLoad.Of(master) is { } load && load.WorstRatio > (double)layout.AlertThreshold)
            {
                yield return new PortalAlert(
                    "IngestaErrorRateHigh", master.Maestra!, AlertSeverity.Warning, date.Date,
                    T("Alerts.ErrorRate", master.Maestra, day, (load.WorstRatio * 100).ToString("0.#", System.Globalization.CultureInfo.CurrentCulture)), T("Alerts.ErrorRateDo"),
                    $"/errores?maestra={master.Maestra}&fecha={day}");
            }
        }
    }
}
