using System.Collections.Frozen;

namespace IngestaMaestras.Core.Layouts;

/// <summary>The layouts in force together: unique masters and tables, references resolved and free of cycles.</summary>
public sealed class LayoutSet
{
    private readonly FrozenDictionary<string, Layout> _byMaestra;
    private readonly FrozenDictionary<string, Layout> _byTable;

    public LayoutSet(IEnumerable<Layout> layouts)
    {
        All = [.. layouts.OrderBy(l => l.Maestra, StringComparer.Ordinal)];
        _byMaestra = All.ToFrozenDictionary(l => l.Maestra, StringComparer.OrdinalIgnoreCase);
        _byTable = All.ToFrozenDictionary(l => l.Table, StringComparer.OrdinalIgnoreCase);
    }

    public static LayoutSet Empty { get; } = new([]);

    public IReadOnlyList<Layout> All { get; }

    public Layout? Find(string maestra) => _byMaestra.GetValueOrDefault(maestra);

    public Layout? FindByTable(string table) => _byTable.GetValueOrDefault(table);

    /// <summary>The masters that <paramref name="layout"/> references, without itself.</summary>
    public IEnumerable<Layout> ParentsOf(Layout layout) => layout.References
        .Select(r => FindByTable(r.ParentTable))
        .OfType<Layout>()
        .Where(p => p.Maestra != layout.Maestra)
        .DistinctBy(p => p.Maestra);
}
