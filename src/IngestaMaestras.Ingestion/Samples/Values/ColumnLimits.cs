using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>How long the texts of a column may be, and how large its numbers.</summary>
internal sealed class ColumnLimits
{
    // Of a text without a limit of its own; the thirteen masters' names have 30 too.
    private const int UsualLength = 30;

    // Generated numbers stay within what a long holds exactly.
    private const int MaxDigits = 18;
    private const int MaxDecimals = 6;

    private readonly Layout _layout;
    private readonly ColumnJudge _judge;

    private ColumnLimits(Layout layout, ColumnJudge judge)
    {
        _layout = layout;
        _judge = judge;
        LayoutColumn column = judge.Column;
        LengthRule[] lengths = [.. judge.Rules.OfType<LengthRule>()];
        Shortest = lengths.Select(r => r.Minimum).Append(1).Max();
        Width = layout.Format == RecordFormat.Fixed && !column.IsConstant ? column.End - column.Start : null;
        int? declared = column.Type.Kind == FieldKind.Text ? column.Type.Length : null;
        Longest = lengths.Select(r => r.Maximum).Append(Width).Append(declared).Min()
            ?? Math.Max(UsualLength, Shortest);
    }

    /// <summary>Characters of the shortest text that is allowed, at least 1.</summary>
    public int Shortest { get; }

    /// <summary>Characters of the longest text that is allowed; a reasonable number where there is no limit.</summary>
    public int Longest { get; }

    /// <summary>Characters that the column takes up in its line; null when the line is delimited.</summary>
    public int? Width { get; }

    public static ColumnLimits Of(Layout layout, ColumnJudge judge) => new(layout, judge);

    /// <summary>Limits of text that belongs to no column.</summary>
    public static ColumnLimits OfFiller(Layout layout)
    {
        LayoutColumn anything = new("", "", FieldType.UnlimitedText, false, false, Constant: "");
        return new ColumnLimits(layout, new ColumnJudge(layout, anything));
    }

    /// <summary>
    /// The text can be written: it is not longer than its place, the encoding has all its characters, and it does not
    /// hold the delimiter.
    /// </summary>
    public bool Fits(string text)
    {
        if (text.EnumerateRunes().Count() > (Width ?? int.MaxValue)
            || (_layout.Delimiter is { } delimiter && text.Contains((char)delimiter)))
        {
            return false;
        }

        Encoding encoding = _layout.GetEncoding();
        return encoding.GetString(Encoding.Convert(Encoding.UTF8, Lenient(encoding), Encoding.UTF8.GetBytes(text))) == text;
    }

    /// <summary>Bounds of a whole number and the characters that its texts have.</summary>
    public (long Least, long Greatest, int Width) IntegerBounds()
    {
        int width = Math.Min(_judge.Column.Type.Length!.Value, Longest);
        long greatest = PowerOf10(width) - 1;
        long least = width == 1 ? 0 : -(PowerOf10(width - 1) - 1);
        RangeRule[] ranges = [.. _judge.Rules.OfType<RangeRule>()];
        decimal low = ranges.Select(r => r.Minimum).Max() ?? (ranges.All(r => !(r.Maximum < 0)) ? 0 : least);
        decimal high = ranges.Select(r => r.Maximum).Min() ?? greatest;
        return low > greatest || high < least || width < Shortest
            ? (1, 0, width)
            : ((long)Math.Ceiling(Math.Max(low, least)), (long)Math.Floor(Math.Min(high, greatest)), width);
    }

    /// <summary>
    /// Bounds of a number with decimals, in units of the last decimal written, and how many decimals that is.
    /// </summary>
    public (long Least, long Greatest, int Decimals) DecimalBounds()
    {
        FieldType type = _judge.Column.Type;
        int decimals = Math.Max(0, Math.Min(Math.Min(type.Scale, MaxDecimals), Longest - 2));
        int room = Longest - (decimals > 0 ? decimals + 1 : 0);
        int whole = Math.Min(Math.Min(type.Length!.Value - type.Scale, MaxDigits - decimals), room);
        long greatest = PowerOf10(whole + decimals) - 1;
        long least = room < 2 ? 0 : -(PowerOf10(Math.Min(whole, room - 1) + decimals) - 1);
        RangeRule[] ranges = [.. _judge.Rules.OfType<RangeRule>()];
        decimal unit = PowerOf10(decimals);
        decimal low = ranges.Select(r => r.Minimum).Max() ?? (ranges.All(r => !(r.Maximum < 0)) ? 0 : least / unit);
        decimal high = ranges.Select(r => r.Maximum).Min() ?? greatest / unit;
        return low > greatest / unit || high < least / unit
            ? (1, 0, decimals)
            : (
                (long)Math.Ceiling(Math.Max(low * unit, least)),
                (long)Math.Floor(Math.Min(high * unit, greatest)),
                decimals);
    }

    private static Encoding Lenient(Encoding encoding)
    {
        Encoding lenient = (Encoding)encoding.Clone();
        lenient.EncoderFallback = EncoderFallback.ReplacementFallback;
        return lenient;
    }

    private static long PowerOf10(int exponent)
    {
        long power = 1;
        for (int i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
