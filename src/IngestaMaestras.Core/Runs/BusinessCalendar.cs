using System.Globalization;
using Cronos;

namespace IngestaMaestras.Core.Runs;

/// <summary>
/// Business dates and the moments at which they are due, in the business's time zone. The business date of a nightly
/// run is the local date at the scheduled time, however late the run starts.
/// </summary>
/// <param name="Zone">America/Bogota unless configured.</param>
/// <param name="Schedule">When a date's run is due (<c>0 2 * * *</c>), in that zone.</param>
/// <param name="ClosingTime">Local time until which files are added to the date's run (06:00).</param>
public sealed record BusinessCalendar(TimeZoneInfo Zone, CronExpression Schedule, TimeOnly ClosingTime)
{
    /// <summary>How far back a schedule is searched for its latest occurrence: longer than any month.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(40);

    /// <summary>Until when files are added to the run of <paramref name="date"/>.</summary>
    public DateTimeOffset ClosesAt(DateOnly date) => At(date, ClosingTime);

    /// <summary>The moment of a local time on a date.</summary>
    public DateTimeOffset At(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }

    /// <summary>The local calendar date at <paramref name="now"/>.</summary>
    public DateOnly LocalDate(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime);

    /// <summary>
    /// The latest business date whose run is due at <paramref name="now"/>: before 02:00 it is yesterday's. With a
    /// schedule that has no occurrence in the last 40 days it is the local date.
    /// </summary>
    public DateOnly LatestDue(DateTimeOffset now)
    {
        var due = Schedule.GetOccurrences(now - LookBack, now, Zone, fromInclusive: true, toInclusive: true);
        return due.Select(LocalDate).DefaultIfEmpty(LocalDate(now)).Max();
    }

    /// <summary>
    /// Every date that became due after <paramref name="since"/> and up to <paramref name="now"/>, in order, once each.
    /// </summary>
    public IEnumerable<(DateOnly Date, DateTimeOffset DueAt)> DueBetween(DateTimeOffset since, DateTimeOffset now) =>
        Schedule.GetOccurrences(since, now, Zone, fromInclusive: false, toInclusive: true)
            .Select(at => (Date: LocalDate(at), DueAt: at))
            .DistinctBy(d => d.Date);

    /// <summary>When the next run is due, or null when the schedule has no further occurrence.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now) => Schedule.GetNextOccurrence(now, Zone);

    /// <summary>A date as folders and file names write it: <c>20261124</c>.</summary>
    public static string Compact(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
