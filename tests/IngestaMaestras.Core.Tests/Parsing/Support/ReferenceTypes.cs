using System.Globalization;
using System.Text.RegularExpressions;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>Types and rules on strings, for <see cref="ReferenceParser"/>.</summary>
internal static class ReferenceTypes
{
    /// <summary>The error type, or null when the text is a value of the type.</summary>
    public static string? Parse(FieldType type, char separator, string text, out object? value)
    {
        value = null;
        switch (type.Kind)
        {
            case FieldKind.Text:
                value = text;
                return Characters(text) > type.Length ? ErrorType.LengthExceeded : null;

            case FieldKind.Integer:
                if (!Regex.IsMatch(text, "^[+-]?[0-9]+$"))
                    return ErrorType.InvalidType;
                if (text.TrimStart('+', '-').TrimStart('0').Length > type.Length)
                    return ErrorType.LengthExceeded;
                value = long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                return null;

            case FieldKind.Decimal:
                Match match = Regex.Match(text, $"^([+-]?)([0-9]*)(?:{Regex.Escape(separator.ToString())}([0-9]*))?$");
                string whole = match.Groups[2].Value.TrimStart('0');
                string fraction = match.Groups[3].Value.TrimEnd('0');
                if (!match.Success || match.Groups[2].Length + match.Groups[3].Length == 0)
                    return ErrorType.InvalidType;
                if (whole.Length > type.Length - type.Scale || fraction.Length > type.Scale)
                    return ErrorType.LengthExceeded;
                string number = $"{whole.PadLeft(1, '0')}.{fraction.PadRight(type.Scale, '0')}".TrimEnd('.');
                decimal magnitude = decimal.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
                value = match.Groups[1].Value == "-" && magnitude != 0 ? -magnitude : magnitude;
                return null;

            case FieldKind.Date:
                value = ParseDate(type.Format!, text);
                return value is null ? ErrorType.InvalidType : null;

            default:
                value = text == type.TrueText ? true : text == type.FalseText ? false : null;
                return value is null ? ErrorType.InvalidType : null;
        }
    }

    /// <summary>The error type of a broken rule, or null.</summary>
    public static string? Broken(FieldRule rule, string text, object? value)
    {
        switch (rule)
        {
            case RangeRule range:
                decimal number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
                return number < range.Minimum || number > range.Maximum ? ErrorType.OutOfRange : null;
            case LengthRule length:
                int count = Characters(text);
                return count < length.Minimum || count > length.Maximum ? ErrorType.LengthExceeded : null;
            case PatternRule pattern:
                return pattern.Pattern.IsMatch(text) ? null : ErrorType.InvalidPattern;
            case ValuesRule values:
                return values.Values.Contains(text, StringComparer.Ordinal) ? null : ErrorType.ValueNotAllowed;
            default:
                return null;
        }
    }

    private static int Characters(string text) => text.EnumerateRunes().Count();

    private static DateOnly? ParseDate(string format, string text)
    {
        string pattern = Regex.Escape(format)
            .Replace("yyyy", "(?<y>[0-9]{4})", StringComparison.Ordinal)
            .Replace("MM", "(?<m>[0-9]{2})", StringComparison.Ordinal)
            .Replace("dd", "(?<d>[0-9]{2})", StringComparison.Ordinal);
        Match match = Regex.Match(text, $"^{pattern}$");
        int Part(string name) => match.Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        int year = Part("y");
        int month = Part("m");
        int day = Part("d");
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }
}
