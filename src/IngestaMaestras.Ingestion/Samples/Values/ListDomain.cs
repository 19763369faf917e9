namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>The values of a list, without those that repeat an earlier one in another form.</summary>
internal sealed class ListDomain : ValueDomain
{
    private readonly Cell[] _cells;
    private readonly Dictionary<string, ulong> _indexes = new(StringComparer.Ordinal);

    public ListDomain(IEnumerable<Cell> cells)
    {
        _cells = [.. cells.DistinctBy(c => c.Canonical, StringComparer.Ordinal)];
        foreach (var (index, cell) in _cells.Index())
            _indexes.Add(cell.Canonical, (ulong)index);
    }

    public override ulong Count => (ulong)_cells.Length;

    public override void Write(ulong index, SampleRecord record, int ordinal) => record.Set(ordinal, _cells[index]);

    public override bool TryIndexOf(string canonical, out ulong index) => _indexes.TryGetValue(canonical, out index);
}
