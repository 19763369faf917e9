using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>
/// Reads values of one master's TOON and reports what is wrong with them under that master's name. The readers return
/// null after a report, so that callers go on to the next value.
/// </summary>
internal sealed class MasterScope(ProblemList problems, Place place, string? maestra)
{
    private const int MaxFoundLength = 80;

    public string? Maestra => maestra;

    public Place PlaceOf(ToonNode node) => place.At(node);

    public Place PlaceOf(ToonEntry entry) => place.At(entry);

    public void Error(ToonNode at, LayoutFault fault, params object[] args) =>
        problems.Error(place.At(at), maestra, fault, Show(at), args);

    public void Error(ToonEntry at, LayoutFault fault, params object[] args) =>
        problems.Error(place.At(at), maestra, fault, at.Key, args);

    public void Missing(ToonNode at, LayoutFault fault, params object[] args) =>
        problems.Error(place.At(at), maestra, fault, LayoutMessages.Nothing, args);

    public void Missing(ToonEntry at, LayoutFault fault, params object[] args) =>
        problems.Error(place.At(at), maestra, fault, LayoutMessages.Nothing, args);

    public void MissingWarning(ToonEntry at, LayoutFault fault, params object[] args) =>
        problems.Warning(place.At(at), maestra, fault, LayoutMessages.Nothing, args);

    public void Warning(ToonNode at, LayoutFault fault, params object[] args) =>
        problems.Warning(place.At(at), maestra, fault, Show(at), args);

    /// <summary>The value as trimmed text; null when it is blank or (reported) not a simple value.</summary>
    public string? Text(ToonEntry? entry)
    {
        if (entry is null)
        {
            return null;
        }

        if (entry.Value is not ToonPrimitive primitive)
        {
            Error(entry.Value, LayoutFault.NotScalar, entry.Key);
            return null;
        }

        var text = primitive.ToText().Trim();
        return text.Length == 0 ? null : text;
    }

    /// <summary>A whole number within bounds, also when it is written in quotes.</summary>
    public int? Integer(ToonEntry? entry, int minimum, int maximum)
    {
        if (Text(entry) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        Error(entry!.Value, LayoutFault.NotInteger, entry.Key, minimum, maximum);
        return null;
    }

    public bool? Boolean(ToonEntry? entry)
    {
        switch (Text(entry)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "si" or "sí":
                return true;
            case "false" or "no":
                return false;
            default:
                Error(entry!.Value, LayoutFault.NotBoolean, entry.Key);
                return null;
        }
    }

    /// <summary>A share: a number from 0 to 1.</summary>
    public decimal? Fraction(ToonEntry? entry)
    {
        if (Text(entry) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value is >= 0 and <= 1)
        {
            return value;
        }

        Error(entry!.Value, LayoutFault.NotFraction, entry.Key);
        return null;
    }

    /// <summary>One of a closed list of words, whatever their case; null when blank or (reported) unknown.</summary>
    public T? Word<T>(ToonEntry? entry, IReadOnlyList<(string Word, T Value)> words)
        where T : struct
    {
        if (Text(entry) is not { } text)
        {
            return null;
        }

        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        Error(entry!.Value, LayoutFault.UnknownWord, entry.Key, string.Join(", ", words.Select(w => w.Word)));
        return null;
    }

    /// <summary>What stands in the layout, for a message.</summary>
    public static string Show(ToonNode node)
    {
        var text = node switch
        {
            ToonPrimitive { Value: null } => "null",
            ToonPrimitive primitive => primitive.ToText(),
            ToonArray array => LayoutMessages.Format("ShownList", array.Items.Count),
            _ => LayoutMessages.Format("ShownObject"),
        };
        if (text.Length == 0)
        {
            return LayoutMessages.Nothing;
        }

        StringBuilder shown = new();
        foreach (var rune in text.EnumerateRunes().Take(MaxFoundLength))
        {
            _ = Rune.IsControl(rune)
                ? shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
                : shown.Append(rune.ToString());
        }

        return shown.Append(text.EnumerateRunes().Skip(MaxFoundLength).Any() ? "…" : "").ToString();
    }
}
