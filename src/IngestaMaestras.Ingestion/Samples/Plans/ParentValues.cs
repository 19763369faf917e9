using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Which values of a parent a column can refer to, and which ones the parent does not have.</summary>
internal static class ParentValues
{
    private const int AbsentWanted = 3;
    private const int AbsentTried = 100;

    // More rows than this are not searched for a value that none of them has.
    private const long MaxSearchedRows = 200_000;

    /// <summary>
    /// What the column can hold of the parents' rows that everybody may refer to. When nothing fits, values that no
    /// parent has: such rows are reported.
    /// </summary>
    /// <exception cref="SampleException">The column needs a value and there is none of either kind.</exception>
    public static IReadOnlyList<(Cell Cell, bool IsMissing)> For(
        SampleCatalog catalog, Layout layout, ColumnJudge judge, IReadOnlyList<ReferenceRule> rules)
    {
        List<(string Canonical, bool IsMissing)>? common = null;
        foreach (ReferenceRule rule in rules)
        {
            List<(string Canonical, bool IsMissing)> values = [.. ReferableValues(catalog.ModelOf(rule), rule)];
            common = common is null ? values : [.. common.Where(c => values.Exists(v => v.Canonical == c.Canonical))];
        }

        List<(Cell, bool)> cells = [];
        foreach ((string canonical, bool isMissing) in common ?? [])
        {
            if (CellOf(layout, judge, canonical) is { } cell)
                cells.Add((cell, isMissing));
        }

        if (cells.Count == 0 && judge.IsRequired)
            cells.AddRange(AbsentFor(catalog, layout, judge, rules[0]).Select(c => (c, true)));
        return cells.Count > 0 || !judge.IsRequired
            ? cells
            : throw SampleException.NoValue(layout.Maestra, judge.Column.Name, [.. rules.Select(r => r.Text)]);
    }

    /// <summary>Values that the column can hold and no row of the parent has; none when they could not be found.</summary>
    public static IReadOnlyList<Cell> AbsentFor(
        SampleCatalog catalog, Layout layout, ColumnJudge judge, ReferenceRule rule) =>
    [
        .. AbsentValues(catalog.ModelOf(rule), rule)
            .Take(AbsentTried)
            .Select(v => CellOf(layout, judge, v))
            .OfType<Cell>()
            .Take(AbsentWanted),
    ];

    /// <summary>References of the master's constants to a value that no row of the parent delivers.</summary>
    public static IReadOnlyList<ReferenceRule> MissingConstants(SampleCatalog catalog, MasterModel model)
    {
        SampleRecord record = new(model.Layout);
        record.Clear();
        return
        [
            .. from column in model.Layout.Columns.Index()
               where column.Item.IsConstant
               from rule in model.Columns.References[column.Index]
               let value = record.CanonicalOf(column.Index)
               where value is not null
                   && !ReferableValues(catalog.ModelOf(rule), rule).Contains((value, false))
               select rule,
        ];
    }

    /// <summary>The canonical value as a text that the column takes without objection; null when there is none.</summary>
    public static Cell? CellOf(Layout layout, ColumnJudge judge, string canonical)
    {
        FieldType type = judge.Column.Type;
        ColumnLimits limits = ColumnLimits.Of(layout, judge);
        string text = type.Kind switch
        {
            FieldKind.Integer => canonical.TrimStart('0').PadLeft(limits.IntegerBounds().Width, '0'),
            FieldKind.Decimal => canonical.Replace('.', layout.DecimalSeparator),
            FieldKind.Date when DateOnly.TryParseExact(
                canonical, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) =>
                date.ToString(type.Format, CultureInfo.InvariantCulture),
            FieldKind.Boolean => canonical == "true" ? type.TrueText! : type.FalseText!,
            _ => canonical,
        };
        return new[] { text, canonical }
            .Where(limits.Fits)
            .Select(judge.Judge)
            .FirstOrDefault(v => v.IsClean && v.Cell.Text.Length > 0)?.Cell;
    }

    private static IEnumerable<(string Canonical, bool IsMissing)> ReferableValues(MasterModel parent, ReferenceRule rule)
    {
        int ordinal = OrdinalOf(parent, rule);
        SampleRecord record = new(parent.Layout);
        HashSet<string> seen = new(StringComparer.Ordinal);
        RowPlan plan = new(parent);
        for (long row = 0; row < parent.ReferencedRows && plan.MoveNext(); row++)
        {
            // A value that several rows may have cannot be said to be missing because of one of them.
            bool isRejected = plan.Fault is { IsRejecting: true } || parent.References.Reject(row);
            if (plan.Kind == RowKind.Placeholder || (isRejected && !parent.IsWholeKey(ordinal)))
                continue;
            record.Clear();
            parent.WriteColumn(row, ordinal, record);
            if (record.CanonicalOf(ordinal) is { } canonical && seen.Add(canonical))
                yield return (canonical, isRejected);
        }
    }

    private static IEnumerable<string> AbsentValues(MasterModel parent, ReferenceRule rule)
    {
        int ordinal = OrdinalOf(parent, rule);
        SampleRecord record = new(parent.Layout);
        if (parent.IsWholeKey(ordinal))
        {
            // Keys are given out from the first one on, so the last ones are free.
            for (long index = parent.KeyCount - 1; index >= parent.KeysForRows; index--)
            {
                record.Clear();
                parent.WriteKey(index, record);
                yield return record.CanonicalOf(ordinal)!;
            }

            yield break;
        }

        if (parent.Layout.Columns[ordinal].IsConstant || parent.KeysForRows > MaxSearchedRows)
            yield break;

        HashSet<string> taken = new(StringComparer.Ordinal);
        for (long row = 0; row < parent.KeysForRows; row++)
        {
            record.Clear();
            parent.WriteColumn(row, ordinal, record);
            if (record.CanonicalOf(ordinal) is { } canonical)
                taken.Add(canonical);
        }

        ValueDomain domain = parent.DomainOf(ordinal);
        for (ulong back = 1; back <= Math.Min(domain.Count, (ulong)taken.Count + AbsentWanted); back++)
        {
            record.Clear();
            domain.Write(domain.Count - back, record, ordinal);
            if (record.CanonicalOf(ordinal) is { } canonical && !taken.Contains(canonical))
                yield return canonical;
        }
    }

    private static int OrdinalOf(MasterModel parent, ReferenceRule rule) => parent.Layout.Columns.Index()
        .First(c => string.Equals(c.Item.ColumnName, rule.ParentColumn, StringComparison.OrdinalIgnoreCase)).Index;
}
