using System.Globalization;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>Whole numbers within bounds, written with leading zeros. Zero comes last: it is rarely a real code.</summary>
/// <param name="width">Characters of every text, the sign included.</param>
internal sealed class IntegerDomain(long minimum, long maximum, int width) : ValueDomain
{
    private const int MaxWidth = 20;

    public override ulong Count { get; } = (ulong)(maximum - minimum) + 1;

    public override void Write(ulong index, SampleRecord record, int ordinal)
    {
        long number = minimum + (long)index;
        if (minimum == 0)
            number = index == Count - 1 ? 0 : number + 1;

        Span<byte> text = stackalloc byte[MaxWidth];
        text = text[..width];
        ulong rest = (ulong)Math.Abs(number);
        for (int i = width - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + (rest % 10));
            rest /= 10;
        }

        if (number < 0)
            text[0] = (byte)'-';
        record.Set(ordinal, text, width, FieldValue.OfInteger(number));
    }

    public override bool TryIndexOf(string canonical, out ulong index)
    {
        index = 0;
        if (!long.TryParse(canonical, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            || number < minimum || number > maximum)
        {
            return false;
        }

        index = minimum != 0 ? (ulong)(number - minimum) : number == 0 ? Count - 1 : (ulong)number - 1;
        return true;
    }
}
