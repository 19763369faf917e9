using IngestaMaestras.Ingestion.Samples.Values;
using IngestaMaestras.Ingestion.Samples.Words;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Names: those that are known for the first rows, invented ones for the rest.</summary>
internal sealed class NameColumn(int ordinal, NameSource names, IReadOnlyList<Word?> known, int percentBlank)
    : ColumnSource(ordinal)
{
    public override bool CanChange => names.HasVariety;

    public override void Write(long row, ulong seed, SampleRecord record)
    {
        SampleRandom random = new(seed);
        if (random.Chance(percentBlank))
            record.SetBlank(Ordinal, FieldKind.Text);
        else if (row < known.Count && known[(int)row] is { } word)
            record.Set(Ordinal, word.Utf8, word.Characters, FieldValue.OfText(0, word.Utf8.Length));
        else
            names.Write(random.Next(), record, Ordinal);
    }

    public override void WriteOther(ulong seed, ulong salt, SampleRecord record)
    {
        byte[] before = record.TextOf(Ordinal).ToArray();
        SampleRandom random = new(SampleRandom.Derive(seed, salt));
        do
        {
            names.Write(random.Next(), record, Ordinal);
        }
        while (record.TextOf(Ordinal).SequenceEqual(before));
    }

    /// <summary>A name that makes a record differ from all that are otherwise equal to it.</summary>
    public void WriteNumbered(ulong seed, ulong number, SampleRecord record) =>
        names.WriteNumbered(seed, number, record, Ordinal);
}
