using System.Globalization;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Where a page of runs ended, as a URL carries it.</summary>
public sealed record RunCursor(DateOnly Date, long RunId)
{
    private const string Format = "yyyy-MM-dd";

    public override string ToString() => Date.ToString(Format, CultureInfo.InvariantCulture) + "_" + RunId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null when the text is not a cursor.</summary>
    public static RunCursor? TryParse(string? text) =>
        text?.Split('_') is [var date, var id]
        && DateOnly.TryParseExact(date, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var runId)
            ? new RunCursor(day, runId)
            : null;
}
