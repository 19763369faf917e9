using System.Globalization;

namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>The last row of a page of errors: where the next one goes on.</summary>
public sealed record ErrorCursor(DateOnly Date, DateTime Timestamp, long Id)
{
    public static ErrorCursor Of(ErrorItem row) => new(row.FechaProceso, row.Timestamp, row.Id);

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is anything else.</summary>
    public static ErrorCursor? TryParse(string? text)
    {
        var parts = (text ?? "").Split('-');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            && day <= DateOnly.MaxValue.DayNumber
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ErrorCursor(DateOnly.FromDayNumber(day), new DateTime(ticks, DateTimeKind.Utc), id)
            : null;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Date.DayNumber}-{Timestamp.Ticks}-{Id}");
}
