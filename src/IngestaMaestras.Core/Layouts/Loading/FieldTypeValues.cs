using System.Globalization;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Whether a text that a layout writes (a constant, an allowed value) is a value of a type.</summary>
internal static class FieldTypeValues
{
    public static bool Fits(FieldType type, string text, char decimalSeparator) => type.Kind switch
    {
        FieldKind.Text => type.Length is not { } length || CharacterCount(text) <= length,
        FieldKind.Integer => Number(type, text, '.') is { } number && !text.Contains('.') && decimal.IsInteger(number),
        FieldKind.Decimal => Number(type, text, decimalSeparator) is not null,
        FieldKind.Date => DateOnly.TryParseExact(text, type.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        FieldKind.Boolean => text == type.TrueText || text == type.FalseText,
        _ => throw new InvalidOperationException($"FieldKind {type.Kind}"),
    };

    /// <summary>The number that a text writes for a numeric type; null when it is none or has too many digits.</summary>
    public static decimal? Number(FieldType type, string text, char decimalSeparator)
    {
        var unsigned = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        var parts = unsigned.Split(decimalSeparator);
        if (parts.Length > 2 || parts.Any(p => p.Length == 0 || !p.All(char.IsAsciiDigit)))
        {
            return null;
        }

        var whole = parts[0].TrimStart('0');
        var fraction = parts.Length == 2 ? parts[1].TrimEnd('0') : "";
        if (fraction.Length > type.Scale || whole.Length > type.Length - type.Scale)
        {
            return null;
        }

        return decimal.Parse(
            $"{(text.StartsWith('-') ? "-" : "")}0{whole}.{fraction}0", CultureInfo.InvariantCulture);
    }

    /// <summary>Characters as the parser counts them: code points.</summary>
    public static int CharacterCount(string text) => text.EnumerateRunes().Count();
}
