using System.Globalization;
using IngestaMaestras.Ingestion.Queries.Dates;

namespace IngestaMaestras.Portal.Pages.Dates;

/// <summary>A month of business dates, as a calendar shows it: weeks begin on Monday.</summary>
/// <param name="Days">Every day of the month, in order.</param>
/// <param name="LatestDue">Later dates are not due yet.</param>
public sealed record MonthOutcomes(IReadOnlyList<DateOutcome> Days, DateOnly LatestDue)
{
    private const int DaysOfWeek = 7;

    public string This => Text(Days[0].Date);

    public string Previous => Text(Days[0].Date.AddMonths(-1));

    /// <summary>Null when the month after this one has not begun.</summary>
    public string? Next => Days[^1].Date < LatestDue ? Text(Days[0].Date.AddMonths(1)) : null;

    /// <summary>Seven cells each; null where the month has no day.</summary>
    public IEnumerable<DateOutcome?[]> Weeks
    {
        get
        {
            var offset = ((int)Days[0].Date.DayOfWeek + DaysOfWeek - 1) % DaysOfWeek;
            for (var start = -offset; start < Days.Count; start += DaysOfWeek)
            {
                yield return [.. Enumerable.Range(start, DaysOfWeek).Select(i => i >= 0 && i < Days.Count ? Days[i] : null)];
            }
        }
    }

    /// <summary>Every date of a month.</summary>
    public static IReadOnlyList<DateOnly> DatesOf(DateOnly month) =>
        [.. Enumerable.Range(0, DateTime.DaysInMonth(month.Year, month.Month)).Select(i => new DateOnly(month.Year, month.Month, 1).AddDays(i))];

    /// <summary>The first day of the month that <c>2026-11</c> names; null when it names none.</summary>
    public static DateOnly? TryParse(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is > 1900 and < 9999 ? month : null;

    private static string Text(DateOnly date) => date.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
