using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Values from all over a domain; blank now and then where the layout allows it.</summary>
/// <param name="forced">Values that the first rows must have, because others refer to them.</param>
internal sealed class DomainColumn(
    int ordinal, FieldKind kind, ValueDomain domain, int percentBlank, IReadOnlyList<Cell> forced) : ColumnSource(ordinal)
{
    public override bool CanChange => domain.Count > 1;

    public override void Write(long row, ulong seed, SampleRecord record)
    {
        SampleRandom random = new(seed);
        if (row < forced.Count)
            record.Set(Ordinal, forced[(int)row]);
        else if (random.Chance(percentBlank))
            record.SetBlank(Ordinal, kind);
        else
            domain.Write(random.Below(domain.Count), record, Ordinal);
    }

    public override void WriteOther(ulong seed, ulong salt, SampleRecord record)
    {
        SampleRandom random = new(seed);
        SampleRandom other = new(SampleRandom.Derive(seed, salt));
        bool wasBlank = random.Chance(percentBlank);
        ulong index = random.Below(domain.Count);
        index = wasBlank ? other.Below(domain.Count) : (index + 1 + other.Below(domain.Count - 1)) % domain.Count;
        domain.Write(index, record, Ordinal);
    }
}
