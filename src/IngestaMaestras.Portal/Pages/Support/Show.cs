using System.Globalization;
using IngestaMaestras.Core.Runs;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>Numbers, dates and times as operators read them: es-CO, the business's time zone, UTC in the title.</summary>
internal sealed class Show(BusinessCalendar calendar, TimeProvider time)
{
    /// <summary>Where there is no value.</summary>
    public const string Nothing = "—";

    private const int BytesPerUnit = 1024;

    private static readonly string[] SizeUnits = ["B", "KB", "MB", "GB", "TB"];

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>A business date with its weekday: «mar 24 nov 2026».</summary>
    public static IHtmlContent Date(DateOnly? date)
    {
        if (date is not { } value)
        {
            return new HtmlString(Nothing);
        }

        TagBuilder tag = new("time");
        tag.Attributes["datetime"] = Iso(value);
        tag.InnerHtml.Append(DateText(value));
        return tag;
    }

    /// <summary>The same as plain text, for titles and attributes.</summary>
    public static string DateText(DateOnly date) => date.ToString("ddd d MMM yyyy", Culture).Replace(".", "", StringComparison.Ordinal);

    /// <summary>A date as URLs and date fields carry it.</summary>
    public static string Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    public static string Number(long? value) => value?.ToString("N0", Culture) ?? Nothing;

    /// <summary>The class of a count that says nothing happened: it steps back behind those that say something did.</summary>
    public static string? Faint(long? value) => value is null or 0 ? "zero" : null;

    public static string Percent(double share) => share.ToString("P1", Culture);

    public static string Size(long? bytes)
    {
        if (bytes is not { } size)
        {
            return Nothing;
        }

        double value = size;
        var unit = 0;
        while (value >= BytesPerUnit && unit < SizeUnits.Length - 1)
        {
            value /= BytesPerUnit;
            unit++;
        }

        return string.Create(Culture, $"{value.ToString(unit == 0 || value >= 100 ? "N0" : "N1", Culture)} {SizeUnits[unit]}");
    }

    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => Nothing,
        { TotalSeconds: < 1 } d => string.Create(Culture, $"{Math.Max(0, d.TotalMilliseconds):N0} ms"),
        { TotalMinutes: < 1 } d => string.Create(Culture, $"{d.TotalSeconds:N1} s"),
        { TotalHours: < 1 } d => string.Create(Culture, $"{d.Minutes} min {d.Seconds} s"),
        { TotalDays: < 1 } d => string.Create(Culture, $"{d.Hours} h {d.Minutes} min"),
        { } d => string.Create(Culture, $"{d.Days} d {d.Hours} h"),
    };

    /// <summary>How long something took, or has taken until now.</summary>
    public string Duration(DateTime? from, DateTime? to) =>
        from is { } start ? Duration((to ?? time.GetUtcNow().UtcDateTime) - start) : Nothing;

    /// <summary>A moment: «24 nov 2026 02:00:05», or without the date when it is today's.</summary>
    public IHtmlContent Time(DateTime? utc) => utc is { } value ? Moment(value, Text(value)) : new HtmlString(Nothing);

    /// <summary>A moment to the millisecond, without its date, for lines that follow each other closely.</summary>
    public IHtmlContent Clock(DateTime utc) => Moment(utc, Local(utc).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));

    /// <summary>How long ago, or in how long: «hace 3 min», «en 5 h».</summary>
    public IHtmlContent Ago(DateTime? utc)
    {
        if (utc is not { } value)
        {
            return new HtmlString(Nothing);
        }

        var age = time.GetUtcNow().UtcDateTime - value;
        return Moment(value, age < TimeSpan.Zero ? T("Shared.In", Coarse(-age)) : T("Shared.Ago", Coarse(age)));
    }

    public IHtmlContent Ago(DateTimeOffset? moment) => Ago(moment?.UtcDateTime);

    private static string Coarse(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => string.Create(Culture, $"{span.Seconds} s"),
        { TotalHours: < 1 } => string.Create(Culture, $"{span.Minutes} min"),
        { TotalDays: < 1 } => string.Create(Culture, $"{span.Hours} h {span.Minutes} min"),
        { TotalDays: < 2 } => string.Create(Culture, $"{span.Days} d {span.Hours} h"),
        _ => string.Create(Culture, $"{span.Days} d"),
    };

    private string Text(DateTime utc)
    {
        var local = Local(utc);
        return DateOnly.FromDateTime(local) == calendar.LocalDate(time.GetUtcNow())
            ? local.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            : local.ToString("d MMM yyyy", Culture).Replace(".", "", StringComparison.Ordinal)
                + local.ToString(" HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private TagBuilder Moment(DateTime utc, string text)
    {
        TagBuilder tag = new("time");
        tag.Attributes["datetime"] = utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        tag.Attributes["title"] = T(
            "Shared.MomentTitle",
            Local(utc).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        // For readers who cannot hover: the style sheet shows it while UTC is switched on.
        tag.Attributes["data-utc"] = utc.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        tag.InnerHtml.Append(text);
        return tag;
    }

    /// <summary>A moment on the business's clock, for files that have no room for a zone.</summary>
    public DateTime? Local(DateTime? utc) => utc is { } value ? Local(value) : null;

    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), calendar.Zone);
}
