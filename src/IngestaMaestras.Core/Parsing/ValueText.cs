using System.Buffers.Text;
using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// The canonical text of a value, in UTF-8: text as it is, numbers without leading zeros, decimals without trailing
/// ones, dates as <c>yyyy-MM-dd</c>, booleans as <c>true</c> and <c>false</c>. Null gives nothing.
/// </summary>
internal static class ValueText
{
    /// <summary>No value but text is longer: sign, 28 digits, separator.</summary>
    public const int MaxNonTextBytes = 32;

    /// <summary>Writes <paramref name="value"/>. False when <paramref name="utf8"/> is too small.</summary>
    /// <param name="text">The text buffer of the value's record.</param>
    public static bool TryWrite(in FieldValue value, ReadOnlySpan<byte> text, Span<byte> utf8, out int written)
    {
        written = 0;
        if (value.IsNull)
            return true;

        switch (value.Kind)
        {
            case FieldKind.Text:
                written = value.Length;
                return text.Slice(value.Offset, value.Length).TryCopyTo(utf8);
            case FieldKind.Integer:
                return Utf8Formatter.TryFormat(value.Integer, utf8, out written);
            case FieldKind.Decimal:
                return TryWriteDecimal(value.Decimal, utf8, out written);
            case FieldKind.Date:
                return DateOnly.FromDayNumber((int)value.Integer)
                    .TryFormat(utf8, out written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            case FieldKind.Boolean:
                ReadOnlySpan<byte> word = value.Integer != 0 ? "true"u8 : "false"u8;
                written = word.Length;
                return word.TryCopyTo(utf8);
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.Kind, null);
        }
    }

    private static bool TryWriteDecimal(decimal value, Span<byte> utf8, out int written)
    {
        Span<byte> formatted = stackalloc byte[MaxNonTextBytes];
        value.TryFormat(formatted, out written, default, CultureInfo.InvariantCulture);
        ReadOnlySpan<byte> digits = formatted[..written];
        if (digits.Contains((byte)'.'))
            digits = digits.TrimEnd((byte)'0').TrimEnd((byte)'.');
        written = digits.Length;
        return digits.TryCopyTo(utf8);
    }
}
