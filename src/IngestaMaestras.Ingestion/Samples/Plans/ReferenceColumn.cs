using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>References to rows of a parent; the first row refers to the parent's first.</summary>
internal sealed class ReferenceColumn(int ordinal, FieldKind kind, ReferenceDomain parents, int percentBlank)
    : ColumnSource(ordinal)
{
    public override void Write(long row, ulong seed, SampleRecord record)
    {
        SampleRandom random = new(seed);
        if (random.Chance(percentBlank) || parents.Count == 0)
            record.SetBlank(Ordinal, kind);
        else
            parents.Write(row == 0 ? 0 : random.Below(parents.Count), record, Ordinal);
    }
}
