using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>
/// Values that rows of a parent have. Known when first asked for: what the parent delivers depends on its own rows.
/// </summary>
/// <param name="load">The values, and whether the parent's row is one that a load rejects.</param>
internal sealed class ReferenceDomain(Func<IReadOnlyList<(Cell Cell, bool IsMissing)>> load) : ValueDomain
{
    private readonly Lazy<IReadOnlyList<(Cell Cell, bool IsMissing)>> _values = new(load);

    public override ulong Count => (ulong)_values.Value.Count;

    public override void Write(ulong index, SampleRecord record, int ordinal)
    {
        (Cell cell, bool isMissing) = _values.Value[(int)index];
        record.Set(ordinal, cell);
        record.SetMissing(ordinal, isMissing);
    }

    public override bool TryIndexOf(string canonical, out ulong index)
    {
        int found = _values.Value.ToList().FindIndex(v => v.Cell.Canonical == canonical);
        index = found < 0 ? 0 : (ulong)found;
        return found >= 0;
    }
}
