using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>Numbers with a fixed count of decimals, written without more leading zeros than needed.</summary>
/// <param name="minimum">Least value, in units of the last decimal written.</param>
/// <param name="maximum">Greatest value, in units of the last decimal written.</param>
/// <param name="decimals">Decimals written, no more than the type has.</param>
/// <param name="shortest">Characters of the shortest text.</param>
internal sealed class DecimalDomain(
    long minimum, long maximum, int decimals, int shortest, FieldType type, char separator) : ValueDomain
{
    private const int MaxCharacters = 256;

    private readonly decimal _unit = new(1, 0, 0, false, (byte)decimals);
    private readonly decimal _zero = new(0, 0, 0, false, (byte)type.Scale);

    public override ulong Count { get; } = (ulong)(maximum - minimum) + 1;

    public override void Write(ulong index, SampleRecord record, int ordinal)
    {
        decimal number = (minimum + (long)index) * _unit;
        Span<byte> text = stackalloc byte[MaxCharacters];
        number.TryFormat(text, out int written, default, CultureInfo.InvariantCulture);
        text[..written].Replace((byte)'.', (byte)separator);

        int missing = Math.Min(shortest, MaxCharacters) - written;
        if (missing > 0)
        {
            int sign = number < 0 ? 1 : 0;
            text[sign..written].CopyTo(text[(sign + missing)..]);
            text.Slice(sign, missing).Fill((byte)'0');
            written += missing;
        }

        // Adding a zero of the type's scale gives the number that scale.
        record.Set(ordinal, text[..written], written, FieldValue.OfDecimal(number + _zero));
    }

    public override bool TryIndexOf(string canonical, out ulong index)
    {
        index = 0;
        if (!decimal.TryParse(canonical, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number)
            || number < minimum * _unit || number > maximum * _unit || number % _unit != 0)
        {
            return false;
        }

        index = (ulong)((long)(number / _unit) - minimum);
        return true;
    }
}
