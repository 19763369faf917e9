using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IngestaMaestras.Core.Toon;

/// <summary>A number in canonical JSON text (no exponent where it can be avoided, no trailing zeros).</summary>
/// <remarks>
/// Canonical means that equal numbers have equal texts: plain decimal from 1e-6 up to but not including 1e21, otherwise
/// one digit before the point and an exponent with its sign ("1e-7", "1.5e+21"). All digits are kept, whatever their
/// number; only exponents beyond a thousand million are out of the domain.
/// </remarks>
public sealed record ToonNumber(string Text)
{
    private const int MaxPlainIntegerDigits = 21;
    private const int MaxPlainLeadingZeros = 5;
    private const int MaxExponentDigits = 9;

    /// <summary>
    /// Reads a number as JSON writes it: no leading zeros, no plus sign. False for anything else, and for an exponent
    /// out of the domain.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> token, [NotNullWhen(true)] out ToonNumber? number)
    {
        number = null;
        var negative = token.StartsWith('-');
        var rest = negative ? token[1..] : token;
        var integer = TakeDigits(ref rest);
        if (integer.IsEmpty || (integer.Length > 1 && integer[0] == '0'))
            return false;
        ReadOnlySpan<char> fraction = [];
        if (rest.StartsWith('.'))
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
            if (fraction.IsEmpty)
                return false;
        }

        ReadOnlySpan<char> exponent = [];
        var negativeExponent = false;
        if (!rest.IsEmpty && rest[0] is 'e' or 'E')
        {
            rest = rest[1..];
            if (!rest.IsEmpty && rest[0] is '+' or '-')
            {
                negativeExponent = rest[0] == '-';
                rest = rest[1..];
            }

            exponent = TakeDigits(ref rest);
            if (exponent.IsEmpty)
                return false;
        }

        if (!rest.IsEmpty)
            return false;

        var digits = fraction.IsEmpty ? integer : string.Concat(integer, fraction);
        var leadingZeros = digits.IndexOfAnyExcept('0');
        if (leadingZeros < 0)
        {
            number = new ToonNumber("0");
            return true;
        }

        exponent = exponent.TrimStart('0');
        if (exponent.Length > MaxExponentDigits)
            return false;
        var power = exponent.IsEmpty ? 0L : long.Parse(exponent, NumberStyles.None, CultureInfo.InvariantCulture);
        var point = integer.Length - leadingZeros + (negativeExponent ? -power : power);
        number = new ToonNumber(Canonical(negative, digits[leadingZeros..].TrimEnd('0'), point));
        return true;
    }

    /// <summary>The text of 0.DIGITS × 10^<paramref name="point"/>.</summary>
    private static string Canonical(bool negative, ReadOnlySpan<char> digits, long point)
    {
        var sign = negative ? "-" : "";
        if (point is < -MaxPlainLeadingZeros or > MaxPlainIntegerDigits)
        {
            var exponent = point - 1;
            var mantissa = digits.Length == 1 ? digits.ToString() : $"{digits[0]}.{digits[1..]}";
            return string.Create(
                CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
        }

        var places = (int)point;
        if (places <= 0)
            return $"{sign}0.{new string('0', -places)}{digits}";
        return places >= digits.Length
            ? $"{sign}{digits}{new string('0', places - digits.Length)}"
            : $"{sign}{digits[..places]}.{digits[places..]}";
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }
}
