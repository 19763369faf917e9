using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// Reads one trimmed, non-blank value as its type. Culture plays no part, binary floating point neither.
/// </summary>
internal sealed class FieldParser
{
    private const int MaxStackChars = 128;

    private readonly FieldType _type;
    private readonly byte _decimalSeparator;
    private readonly int _maxIntegerDigits;
    private readonly byte[] _trueText;
    private readonly byte[] _falseText;

    public FieldParser(FieldType type, char decimalSeparator)
    {
        _type = type;
        _decimalSeparator = (byte)decimalSeparator;
        _maxIntegerDigits = type.Kind switch
        {
            FieldKind.Integer => Within(type, type.Length, 1, 18),
            FieldKind.Decimal => Within(type, type.Length, Math.Max(1, type.Scale), 28) - Within(type, type.Scale, 0, 28),
            FieldKind.Text or FieldKind.Date or FieldKind.Boolean => 0,
            _ => throw new ArgumentException($"FieldKind {type.Kind}", nameof(type)),
        };
        _trueText = Encoding.UTF8.GetBytes(type.TrueText ?? "");
        _falseText = Encoding.UTF8.GetBytes(type.FalseText ?? "");
    }

    /// <param name="text">UTF-8, valid, trimmed.</param>
    /// <param name="offset">Where <paramref name="text"/> begins in the text buffer.</param>
    /// <param name="isAscii">Every character is one byte.</param>
    public FieldOutcome Parse(ReadOnlySpan<byte> text, int offset, bool isAscii, out FieldValue value)
    {
        switch (_type.Kind)
        {
            case FieldKind.Text:
                value = FieldValue.OfText(offset, text.Length);
                return _type.Length is { } max && text.Length > max
                    && (isAscii || Utf8Text.CountCharacters(text) > max)
                        ? FieldOutcome.LengthExceeded
                        : FieldOutcome.Valid;
            case FieldKind.Integer:
                return ParseInteger(text, out value);
            case FieldKind.Decimal:
                return ParseDecimal(text, out value);
            case FieldKind.Date:
                return ParseDate(text, out value);
            default:
                return ParseBoolean(text, out value);
        }
    }

    private static int Within(FieldType type, int? value, int minimum, int maximum) =>
        value >= minimum && value <= maximum
            ? value.Value
            : throw new ArgumentException($"{type}: {minimum}..{maximum} expected.", nameof(type));

    private static ReadOnlySpan<byte> SkipSign(ReadOnlySpan<byte> text, out bool isNegative)
    {
        isNegative = text.StartsWith((byte)'-');
        return isNegative || text.StartsWith((byte)'+') ? text[1..] : text;
    }

    private FieldOutcome ParseInteger(ReadOnlySpan<byte> text, out FieldValue value)
    {
        value = FieldValue.Null(FieldKind.Integer);
        ReadOnlySpan<byte> digits = SkipSign(text, out bool isNegative);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return FieldOutcome.InvalidType;

        digits = digits.TrimStart((byte)'0');
        if (digits.Length > _maxIntegerDigits)
            return FieldOutcome.LengthExceeded;

        long number = 0;
        foreach (byte digit in digits)
            number = (number * 10) + (digit - '0');
        value = FieldValue.OfInteger(isNegative ? -number : number);
        return FieldOutcome.Valid;
    }

    private FieldOutcome ParseDecimal(ReadOnlySpan<byte> text, out FieldValue value)
    {
        value = FieldValue.Null(FieldKind.Decimal);
        ReadOnlySpan<byte> digits = SkipSign(text, out bool isNegative);
        int separator = digits.IndexOf(_decimalSeparator);
        ReadOnlySpan<byte> whole = separator < 0 ? digits : digits[..separator];
        ReadOnlySpan<byte> fraction = separator < 0 ? default : digits[(separator + 1)..];
        if ((whole.IsEmpty && fraction.IsEmpty)
            || whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return FieldOutcome.InvalidType;
        }

        whole = whole.TrimStart((byte)'0');
        fraction = fraction.TrimEnd((byte)'0');
        if (whole.Length > _maxIntegerDigits || fraction.Length > _type.Scale)
            return FieldOutcome.LengthExceeded;

        value = FieldValue.OfDecimal(Compose(whole, fraction, _type.Scale, isNegative));
        return FieldOutcome.Valid;
    }

    private static decimal Compose(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int scale, bool isNegative)
    {
        UInt128 number = 0;
        foreach (byte digit in whole)
            number = (number * 10) + (uint)(digit - '0');
        for (int i = 0; i < scale; i++)
            number = (number * 10) + (i < fraction.Length ? (uint)(fraction[i] - '0') : 0u);

        // 28 digits fit in the 96 bits of a decimal; zero has no sign.
        return new decimal(
            unchecked((int)(uint)number), unchecked((int)(uint)(number >> 32)), unchecked((int)(uint)(number >> 64)),
            isNegative && number != 0, (byte)scale);
    }

    private FieldOutcome ParseDate(ReadOnlySpan<byte> text, out FieldValue value)
    {
        Span<char> chars = stackalloc char[MaxStackChars];
        if (text.Length <= MaxStackChars
            && Encoding.UTF8.TryGetChars(text, chars, out int length)
            && DateOnly.TryParseExact(
                chars[..length], _type.Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            value = FieldValue.OfDate(date);
            return FieldOutcome.Valid;
        }

        value = FieldValue.Null(FieldKind.Date);
        return FieldOutcome.InvalidType;
    }

    private FieldOutcome ParseBoolean(ReadOnlySpan<byte> text, out FieldValue value)
    {
        bool isTrue = text.SequenceEqual(_trueText);
        if (isTrue || text.SequenceEqual(_falseText))
        {
            value = FieldValue.OfBoolean(isTrue);
            return FieldOutcome.Valid;
        }

        value = FieldValue.Null(FieldKind.Boolean);
        return FieldOutcome.InvalidType;
    }
}
