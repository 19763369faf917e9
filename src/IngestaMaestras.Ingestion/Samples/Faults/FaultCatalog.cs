using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples.Plans;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Faults;

/// <summary>Finds the faults that a layout can express, and decides which rows of a file carry one.</summary>
internal sealed class FaultCatalog
{
    private const int MaxTexts = 8;
    private const int MaxPairs = 3;

    private readonly MasterModel _model;
    private readonly SampleCatalog _catalog;
    private readonly Layout _layout;
    private readonly List<PlantedFault> _faults = [];

    private FaultCatalog(MasterModel model, SampleCatalog catalog)
    {
        _model = model;
        _catalog = catalog;
        _layout = model.Layout;
        foreach (int ordinal in model.Columns.FileOrdinals)
        {
            AddBlank(ordinal);
            AddTexts(ordinal);
            AddReferences(ordinal);
        }

        AddPairs();
        AddLines();
        _faults.Add(new DuplicateFault
        {
            Kind = "duplicate",
            Errors = [(ErrorType.DuplicateKey, KeyField(_layout))],
            IsKeyReadable = true,
        });
    }

    /// <summary>One fault of each kind first, then another one of each, and so on.</summary>
    public static IReadOnlyList<PlantedFault> Of(MasterModel model, SampleCatalog catalog) =>
    [
        .. new FaultCatalog(model, catalog)._faults
            .GroupBy(f => f.Kind)
            .SelectMany(kind => kind.Index())
            .OrderBy(f => f.Index)
            .Select(f => f.Item),
    ];

    /// <summary>The rows that carry a fault: the share wanted, and one of each kind if half of the rows allow it.</summary>
    public static Spread RowsFor(MasterModel model, decimal share)
    {
        ulong seed = SampleRandom.Derive(model.Seed, "faults");
        if (share <= 0)
            return new Spread(0, 0, model.Rows, seed);

        long kinds = CountKinds(model.Faults);
        long wanted = (long)Math.Round(share * model.Rows, MidpointRounding.AwayFromZero);
        long count = Math.Min(model.Rows, Math.Max(wanted, Math.Min(kinds, model.Rows / 2)));

        // Others refer to the first rows, a duplicate needs a row before it, and not every fault shows in the last line.
        long first = Math.Min(model.Rows, Math.Max(1, model.ReferencedRows));
        long from = count <= model.Rows - first ? first : 0;
        return new Spread(count, from, count < model.Rows - from ? model.Rows - 1 : model.Rows, seed);
    }

    public static int CountKinds(IReadOnlyList<PlantedFault> faults) => faults.DistinctBy(f => f.Kind).Count();

    /// <summary>The field that a report of a repeated key names.</summary>
    public static string? KeyField(Layout layout) => layout.KeyFields;

    private void AddBlank(int ordinal)
    {
        Verdict blank = _model.Columns.Judges[ordinal].Judge("");
        if (!blank.IsClean)
        {
            string kind = _layout.Columns[ordinal].IsKey ? "blank-key" : "blank";
            AddRejecting(ordinal, kind, ErrorType.RequiredField, [blank.Cell]);
        }
    }

    private void AddTexts(int ordinal)
    {
        ColumnJudge judge = _model.Columns.Judges[ordinal];
        ColumnLimits limits = _model.Columns.LimitsOf(ordinal);
        Verdict[] verdicts = [.. FaultTexts.For(_layout, judge).Where(limits.Fits).Select(judge.Judge)];
        foreach (string errorType in verdicts.SelectMany(v => v.Errors).Distinct().ToList())
        {
            Cell[] cells = Only(verdicts, errorType, isWarning: false);
            if (cells.Length > 0)
                AddRejecting(ordinal, errorType, errorType, cells);
        }

        // A value that is only reported stays, so it must not make another row of it, refer to nothing, or be one that others
        // refer to.
        if (_model.Columns.KeyOrdinals.Contains(ordinal) || _layout.WholeRecordKey
            || _model.Columns.References[ordinal].Count > 0
            || _catalog.IsReferenced(_layout, _layout.Columns[ordinal]))
        {
            return;
        }

        foreach (string errorType in verdicts.SelectMany(v => v.Warnings).Distinct().ToList())
        {
            Cell[] cells = Only(verdicts, errorType, isWarning: true);
            if (cells.Length > 0)
                AddReported(ordinal, errorType + "-aviso", errorType, cells, isOnce: false);
        }
    }

    private static Cell[] Only(Verdict[] verdicts, string errorType, bool isWarning) =>
        [.. verdicts.Where(v => v.IsOnly(errorType, isWarning)).Select(v => v.Cell).Take(MaxTexts)];

    private void AddReferences(int ordinal)
    {
        // With two references the other one would have something to say as well.
        if (_model.Columns.References[ordinal] is not [var rule])
            return;

        bool isOnce = _layout.Columns[ordinal].IsKey;
        IReadOnlyList<Cell> absent = ParentValues.AbsentFor(_catalog, _layout, _model.Columns.Judges[ordinal], rule);
        if (isOnce)
        {
            // A key that has no parent to refer to holds such values anyway.
            ValueDomain usual = _model.DomainOf(ordinal);
            absent = [.. absent.Where(c => !usual.TryIndexOf(c.Canonical, out _))];
        }

        if (absent.Count == 0)
            return;

        if (rule.Severity == RuleSeverity.Warning)
        {
            AddReported(ordinal, "reference", ErrorType.MissingReference, absent, isOnce);
            return;
        }

        _faults.Add(new FieldFault([(ordinal, absent)])
        {
            Kind = "reference",
            Errors = [(ErrorType.MissingReference, _layout.Columns[ordinal].Name)],
            IsKeyReadable = true,
            IsOnce = isOnce,
        });
    }

    /// <summary>Two faults in one line, in different fields.</summary>
    private void AddPairs()
    {
        FieldFault[] single = [.. _faults.OfType<FieldFault>().Where(f => f is { IsRejecting: true, Kind: not "reference" })];
        IEnumerable<(FieldFault First, FieldFault Second)> pairs =
            from first in single
            from second in single
            where first.Texts[0].Ordinal < second.Texts[0].Ordinal && first.Kind != second.Kind
            select (first, second);
        foreach ((FieldFault first, FieldFault second) in pairs.Take(MaxPairs))
        {
            _faults.Add(new FieldFault([.. first.Texts, .. second.Texts])
            {
                Kind = "two",
                Errors = [.. first.Errors, .. second.Errors],
                IsKeyReadable = first.IsKeyReadable && second.IsKeyReadable,
            });
        }
    }

    private void AddLines()
    {
        LayoutColumn? last = LineCut.LastRequired(_layout);
        bool isMalformedToo = _layout.Parts is not null && last is { Index: > 0 };
        string[] shortTypes = isMalformedToo ? [ErrorType.MalformedLine, ErrorType.ShortLine] : [ErrorType.ShortLine];
        AddLine("short", LineDamage.Short, shortTypes);
        AddLine("control", LineDamage.ControlCharacter, ErrorType.MalformedLine);
        if (_layout.Parts is { } parts)
        {
            AddLine("parts", LineDamage.TooManyParts, ErrorType.MalformedLine);
            if (last is not null && last.Index + 1 < parts)
                AddLine("parts", LineDamage.TooFewParts, ErrorType.MalformedLine);
        }

        // Every byte is a character of latin-1.
        if (_layout.Encoding != SourceEncoding.Latin1)
            AddLine("encoding", LineDamage.WrongEncoding, ErrorType.InvalidEncoding);
    }

    private void AddLine(string kind, LineDamage damage, params string[] errorTypes) =>
        _faults.Add(new LineFault(_layout, damage) { Kind = kind, Errors = [.. errorTypes.Select(e => (e, (string?)null))] });

    private void AddRejecting(int ordinal, string kind, string errorType, IReadOnlyList<Cell> cells) =>
        _faults.Add(new FieldFault([(ordinal, cells)])
        {
            Kind = kind,
            Errors = [(errorType, _layout.Columns[ordinal].Name)],
            IsKeyReadable = !_layout.WholeRecordKey && !_layout.Columns[ordinal].IsKey,
        });

    private void AddReported(int ordinal, string kind, string errorType, IReadOnlyList<Cell> cells, bool isOnce) =>
        _faults.Add(new FieldFault([(ordinal, cells)])
        {
            Kind = kind,
            Warnings = [(errorType, _layout.Columns[ordinal].Name)],
            IsOnce = isOnce,
        });
}
