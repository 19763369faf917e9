using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Values;
using IngestaMaestras.Ingestion.Samples.Words;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Decides for every column of a master where its values come from.</summary>
internal sealed class MasterColumns
{
    private const int LeastName = 8;
    private const int PercentBlank = 15;
    private const int NamesTried = 600;
    private const int NamesNeeded = 16;

    private readonly SampleCatalog _catalog;
    private readonly Layout _layout;
    private readonly MasterProfile _profile;

    public MasterColumns(SampleCatalog catalog, Layout layout, MasterProfile profile)
    {
        _catalog = catalog;
        _layout = layout;
        _profile = profile;
        Judges = [.. layout.Columns.Select(c => new ColumnJudge(layout, c))];
        References = [.. Enumerable.Range(0, layout.Columns.Count).Select(FindReferences)];
        FileOrdinals = [.. layout.Columns.Index().Where(c => !c.Item.IsConstant).Select(c => c.Index)];
        int name = FileOrdinals.Where(IsName).DefaultIfEmpty(-1).First();
        NameOrdinal = name < 0 ? null : name;
        KeyOrdinals = layout.WholeRecordKey
            ? [.. FileOrdinals.Where(o => o != NameOrdinal && References[o].Count == 0)]
            : [.. layout.KeyColumns.Where(k => !k.IsConstant).Select(OrdinalOf)];
    }

    public IReadOnlyList<ColumnJudge> Judges { get; }

    /// <summary>The references of each column that can fail.</summary>
    public IReadOnlyList<IReadOnlyList<ReferenceRule>> References { get; }

    /// <summary>Columns that are cut from the file.</summary>
    public IReadOnlyList<int> FileOrdinals { get; }

    /// <summary>The column that names the row, if there is one.</summary>
    public int? NameOrdinal { get; }

    /// <summary>
    /// Columns that tell one row from another: the key's, without constants; without a key those that are neither names nor
    /// references.
    /// </summary>
    public IReadOnlyList<int> KeyOrdinals { get; }

    public ColumnLimits LimitsOf(int ordinal) => ColumnLimits.Of(_layout, Judges[ordinal]);

    /// <summary>What stands outside the fields must be possible in the file, no more.</summary>
    public ColumnLimits LimitsOfFiller => ColumnLimits.OfFiller(_layout);

    public ValueDomain DomainOf(int ordinal) => References[ordinal].Count > 0
        ? new ReferenceDomain(() => ParentValues.For(_catalog, _layout, Judges[ordinal], References[ordinal]))
        : DomainFactory.For(_layout, Judges[ordinal]);

    /// <param name="knownNames">Names of the first rows; null where one has to be invented.</param>
    public ColumnSource SourceOf(int ordinal, IReadOnlyList<Word?> knownNames)
    {
        LayoutColumn column = _layout.Columns[ordinal];
        bool isName = ordinal == NameOrdinal;
        int percentBlank = Judges[ordinal].IsRequired ? 0 : isName && _profile.BlankNames is { } names ? names : PercentBlank;
        if (References[ordinal].Count > 0)
            return new ReferenceColumn(ordinal, column.Type.Kind, (ReferenceDomain)DomainOf(ordinal), percentBlank);

        Cell[] forced =
        [
            .. _catalog.ForcedValues(_layout, column)
                .Select(v => ParentValues.CellOf(_layout, Judges[ordinal], v))
                .OfType<Cell>(),
        ];
        if (IsName(ordinal) && forced.Length == 0)
        {
            NameSource source = new(LimitsOf(ordinal), isName ? _profile.Theme : NameTheme.Anything);
            if (!Judges[ordinal].Rules.OfType<PatternRule>().Any())
                return new NameColumn(ordinal, source, isName ? knownNames : [], percentBlank);
            if (MatchingNames(source, ordinal) is { } matching)
                return new DomainColumn(ordinal, column.Type.Kind, matching, percentBlank, forced);
        }

        return new DomainColumn(ordinal, column.Type.Kind, DomainOf(ordinal), percentBlank, forced);
    }

    public int OrdinalOf(LayoutColumn column) => _layout.Columns.Index().First(c => c.Item.Name == column.Name).Index;

    private bool IsName(int ordinal) =>
        _layout.Columns[ordinal] is { IsKey: false, Type.Kind: FieldKind.Text }
        && References[ordinal].Count == 0
        && !Judges[ordinal].Rules.OfType<ValuesRule>().Any()
        && LimitsOf(ordinal) is { Longest: >= LeastName, Shortest: <= NameSource.MaxCharacters };

    private ListDomain? MatchingNames(NameSource source, int ordinal)
    {
        ListDomain names = new(
            Enumerable.Range(0, NamesTried)
                .Select(i => Judges[ordinal].Judge(source.Text(_layout, (ulong)i)))
                .Where(v => v.IsClean)
                .Select(v => v.Cell));
        return names.Count >= NamesNeeded ? names : null;
    }

    private ReferenceRule[] FindReferences(int ordinal)
    {
        LayoutColumn column = _layout.Columns[ordinal];
        List<ReferenceRule> rules = [];
        foreach (ReferenceRule rule in _layout.References)
        {
            if (!string.Equals(rule.Column, column.Name, StringComparison.OrdinalIgnoreCase))
                continue;

            bool isOwn = string.Equals(rule.ParentTable, _layout.Table, StringComparison.OrdinalIgnoreCase);
            bool isItself = isOwn && string.Equals(rule.ParentColumn, column.ColumnName, StringComparison.OrdinalIgnoreCase);
            if (isItself)
                continue; // Always met, by its own row.
            if (isOwn && column.IsKey)
                throw new SampleException(SampleMessages.Format("KeyRefersToOwn", _layout.Maestra, column.Name));
            rules.Add(rule);
        }

        return [.. rules];
    }
}
