using System.Globalization;

namespace IngestaMaestras.Ingestion.Queries.Audit;

/// <summary>A place in <c>audit_log</c>, as a URL carries it: <c>2026-11-24T07:00:05.123456Z_42</c>.</summary>
public readonly record struct AuditCursor(DateTime Time, long Id)
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    /// <summary>Null when the text is not one.</summary>
    public static AuditCursor? TryParse(string? text)
    {
        var parts = text?.Split('_');
        return parts is [var time, var id]
            && DateTime.TryParseExact(
                time, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new AuditCursor(moment, number)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.ToString(Format, CultureInfo.InvariantCulture)}_{Id}");
}
