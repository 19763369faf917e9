using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Faults;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>The models of all masters of a set of layouts, and what they have to know about each other.</summary>
internal sealed class SampleCatalog(LayoutSet layouts, SampleOptions options)
{
    private readonly Dictionary<string, MasterModel> _models = new(StringComparer.Ordinal);

    public LayoutSet Layouts => layouts;

    public SampleOptions Options => options;

    public MasterModel ModelOf(Layout layout)
    {
        if (!_models.TryGetValue(layout.Maestra, out MasterModel? model))
            _models.Add(layout.Maestra, model = new MasterModel(this, layout));
        return model;
    }

    public MasterModel ModelOf(ReferenceRule rule) => ModelOf(
        layouts.FindByTable(rule.ParentTable)
        ?? throw new SampleException(SampleMessages.Format("NoParent", rule.Column, rule.ParentTable)));

    /// <summary>Whether rows of other masters, or of the same, refer to this one.</summary>
    public bool IsReferenced(Layout layout) => RulesTo(layout).Any();

    public bool IsReferenced(Layout layout, LayoutColumn column) => RulesTo(layout).Any(r => IsTo(r.Rule, column));

    /// <summary>What constants of other masters refer to: values that the first rows must have.</summary>
    public IReadOnlyList<string> ForcedValues(Layout layout, LayoutColumn column) =>
    [
        .. RulesTo(layout)
            .Where(r => IsTo(r.Rule, column))
            .Select(r => r.Child.FindColumn(r.Rule.Column)?.Constant?.Trim(' '))
            .OfType<string>()
            .Distinct(),
    ];

    /// <summary>Faults of a master that a whole file carries one after the other.</summary>
    public IReadOnlyList<PlantedFault> FaultsOf(MasterModel model) => FaultCatalog.Of(model, this);

    private static bool IsTo(ReferenceRule rule, LayoutColumn column) =>
        string.Equals(rule.ParentColumn, column.ColumnName, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<(Layout Child, ReferenceRule Rule)> RulesTo(Layout layout) =>
        from child in layouts.All
        from rule in child.References
        where string.Equals(rule.ParentTable, layout.Table, StringComparison.OrdinalIgnoreCase)
        select (child, rule);
}
