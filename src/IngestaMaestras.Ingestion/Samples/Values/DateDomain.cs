using System.Globalization;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>Days, one after the other.</summary>
internal sealed class DateDomain(DateOnly first, DateOnly last, string format) : ValueDomain
{
    private const int MaxCharacters = 32;

    public override ulong Count { get; } = (ulong)(last.DayNumber - first.DayNumber) + 1;

    public override void Write(ulong index, SampleRecord record, int ordinal)
    {
        DateOnly date = first.AddDays((int)index);
        Span<byte> text = stackalloc byte[MaxCharacters];
        date.TryFormat(text, out int written, format, CultureInfo.InvariantCulture);
        record.Set(ordinal, text[..written], written, FieldValue.OfDate(date));
    }

    public override bool TryIndexOf(string canonical, out ulong index)
    {
        bool isDate = DateOnly.TryParseExact(
            canonical, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date);
        index = isDate && date >= first ? (ulong)(date.DayNumber - first.DayNumber) : Count;
        return index < Count;
    }
}
