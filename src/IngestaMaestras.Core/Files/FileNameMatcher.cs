using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Files;

/// <summary>
/// Finds the master that a file belongs to: the master's name, optionally followed by <c>_</c> or <c>-</c> and anything,
/// and <c>.txt</c>; case does not matter and the longest master's name wins. Names are not trusted: any text is
/// answered, in time proportional to its length.
/// </summary>
public static class FileNameMatcher
{
    private const string Extension = ".txt";

    // Anywhere in the suffix: taking a file of rejects for the whole truth would delete what it leaves out.
    private const string RejectsMarker = "rechazos";

    private const char CollisionMarker = '~';
    private const int DateDigits = 8;
    private const int PaddedDigits = 20;

    // Sorts before anything that a name can have, so that a name comes before those that continue it.
    private const char TieBreak = '\u0001';

    public static FileNameMatch Match(string fileName, LayoutSet layouts)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(layouts);

        bool isText = fileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
        int dot = fileName.LastIndexOf('.');
        string stem = StripCollisionMarkers(dot < 0 ? fileName : fileName[..dot]);
        Layout? layout = fileName.AsSpan().ContainsAny('/', '\0') ? null : Find(stem, layouts);
        FileNameOutcome outcome = (isText, layout) switch
        {
            (false, _) => FileNameOutcome.WrongExtension,
            (true, null) => FileNameOutcome.Unknown,
            (true, _) => FileNameOutcome.Matched,
        };
        if (layout is null)
            return new FileNameMatch(outcome, null, stem, "", null, false, null, "");

        string suffix = stem[layout.Maestra.Length..];
        int rejects = suffix.LastIndexOf(RejectsMarker, StringComparison.OrdinalIgnoreCase);
        int firstRejects = suffix.IndexOf(RejectsMarker, StringComparison.OrdinalIgnoreCase);

        // The digits of an origin's id are no date.
        (DateOnly Date, int At)? date = FindDate(firstRejects < 0 ? suffix : suffix[..firstRejects]);
        string undated = date is { } d ? suffix.Remove(d.At, 1 + DateDigits) : suffix;
        return new FileNameMatch(
            outcome, layout, stem, suffix, date?.Date, rejects >= 0,
            rejects < 0 ? null : ReadOriginFileId(suffix.AsSpan(rejects + RejectsMarker.Length)),
            ChainOrder(undated, stem));
    }

    private static string StripCollisionMarkers(string stem)
    {
        ReadOnlySpan<char> rest = stem;
        while (true)
        {
            ReadOnlySpan<char> withoutDigits = rest.TrimEnd("0123456789");
            if (withoutDigits.Length == rest.Length || !withoutDigits.EndsWith(CollisionMarker))
                return rest.ToString();
            rest = withoutDigits[..^1];
        }
    }

    private static Layout? Find(string stem, LayoutSet layouts)
    {
        Layout? best = null;
        foreach (Layout layout in layouts.All)
        {
            string name = layout.Maestra;
            if (name.Length > (best?.Maestra.Length ?? -1)
                && stem.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (stem.Length == name.Length || stem[name.Length] is '_' or '-'))
            {
                best = layout;
            }
        }

        return best;
    }

    /// <summary>The first <c>_yyyyMMdd</c> or <c>-yyyyMMdd</c> that is a real date, and where its separator stands.</summary>
    private static (DateOnly Date, int At)? FindDate(ReadOnlySpan<char> suffix)
    {
        for (int i = 0; i + DateDigits < suffix.Length; i++)
        {
            int end = i + 1 + DateDigits;
            if (suffix[i] is '_' or '-'
                && (end == suffix.Length || !char.IsAsciiDigit(suffix[end]))
                && DateOnly.TryParseExact(
                    suffix[(i + 1)..end], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                    out DateOnly date))
            {
                return (date, i);
            }
        }

        return null;
    }

    /// <summary>The number in <c>-57</c>, whatever follows it but a letter or digit (<c>-57 (1)</c>, <c>-57_corregido</c>).</summary>
    private static long? ReadOriginFileId(ReadOnlySpan<char> afterMarker)
    {
        if (afterMarker.IsEmpty || afterMarker[0] != '-')
            return null;

        ReadOnlySpan<char> id = afterMarker[1..];
        int length = id.IndexOfAnyExceptInRange('0', '9');
        if (length < 0)
            length = id.Length;
        bool ends = length == id.Length || !char.IsLetterOrDigit(id[length]);
        return ends && long.TryParse(id[..length], NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;
    }

    private static string ChainOrder(string undatedSuffix, string stem)
    {
        StringBuilder order = new();
        ReadOnlySpan<char> rest = undatedSuffix.ToUpperInvariant();
        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits < 0)
                digits = rest.Length;
            if (digits > 0)
                AppendNumber(order, rest[..digits].TrimStart('0'));
            else
                order.Append(rest[digits++]);
            rest = rest[digits..];
        }

        return order.Append(TieBreak).Append(stem.ToUpperInvariant()).ToString();
    }

    private static void AppendNumber(StringBuilder order, ReadOnlySpan<char> digits)
    {
        // Longer numbers than any real one still sort as numbers: a colon follows the nine.
        if (digits.Length > PaddedDigits)
            order.Append(CultureInfo.InvariantCulture, $":{digits.Length:D10}");
        else
            order.Append('0', PaddedDigits - digits.Length);
        order.Append(digits);
    }
}
