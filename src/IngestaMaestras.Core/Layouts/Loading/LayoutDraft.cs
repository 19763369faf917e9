using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>A master as far as it could be read; becomes a <see cref="Layout"/> when nothing is wrong with any.</summary>
internal sealed class LayoutDraft(MasterScope scope, ToonEntry entry, string maestra, string source, string sourceFile)
{
    /// <summary>Oracle allows 1000 columns in a table, and the hub adds a few of its own.</summary>
    private const int MaxColumns = 990;

    public MasterScope Scope { get; } = scope;

    /// <summary>The master's own key in the text.</summary>
    public ToonEntry Entry { get; } = entry;

    public string Maestra { get; } = maestra;

    public string Source { get; } = source;

    public string SourceFile { get; } = sourceFile;

    public LayoutSettings Settings { get; set; } = new();

    /// <summary>In layout order: fields, then constants.</summary>
    public List<ColumnDraft> Columns { get; } = [];

    /// <summary>
    /// Some column could not be read so far that its name is known: then a name that seems unknown is no fault of whoever
    /// uses it.
    /// </summary>
    public bool HasUnreadColumns { get; set; }

    public List<ColumnDraft> Key { get; } = [];

    public List<RuleDraft> Rules { get; } = [];

    /// <summary>Adds a column unless its name is taken; reports what is wrong with the name.</summary>
    public void AddColumn(ColumnDraft column)
    {
        if (LayoutNames.IsReservedColumn(column.Name))
        {
            Scope.Error(column.Place, LayoutFault.ReservedColumn, column.Name);
        }
        else if (!LayoutNames.IsSafe(column.Name))
        {
            Scope.Error(column.Place, LayoutFault.ColumnName, column.Name);
        }
        else if (FindColumn(column.Name) is { } other)
        {
            Scope.Error(column.Place, LayoutFault.DuplicateColumn, column.Name, other.Place.Line);
            return;
        }

        Columns.Add(column);
        if (Columns.Count == MaxColumns + 1)
        {
            Scope.Error(column.Place, LayoutFault.TooManyColumns, MaxColumns);
        }
    }

    public static string CleanName(string written) => written.Trim().Trim('"', '\'').Trim();

    /// <summary>The names that a key or a rule may use, for messages.</summary>
    public string ColumnNames() => string.Join(", ", Columns.Select(c => c.Name));

    public ColumnDraft? FindColumn(string name) =>
        Columns.Find(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
}
