using System.Globalization;

namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>The last row of a page of files: where the next one goes on.</summary>
public sealed record FileCursor(DateOnly Date, long FileId)
{
    private const char Separator = '.';

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is anything else.</summary>
    public static FileCursor? TryParse(string? text)
    {
        var parts = (text ?? "").Split(Separator);
        return parts.Length == 2
            && DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new FileCursor(date, id)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}{Separator}{FileId}");
}
