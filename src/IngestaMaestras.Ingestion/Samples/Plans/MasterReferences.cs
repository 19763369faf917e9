using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Finds references to parent rows that the parents' own samples do not deliver.</summary>
internal sealed class MasterReferences
{
    private readonly MasterModel _model;
    private readonly int[] _referring; // Columns that refer to a parent.
    private readonly bool _canReject;
    private readonly Lazy<IReadOnlyList<ReferenceRule>> _missingConstants;

    public MasterReferences(SampleCatalog catalog, MasterModel model)
    {
        _model = model;
        _referring = [.. model.Columns.References.Index().Where(r => r.Item.Count > 0).Select(r => r.Index)];
        _missingConstants = new(() => ParentValues.MissingConstants(catalog, model));

        // References to the own table are not looked into: what they refer to may be waiting for the answer.
        Layout layout = model.Layout;
        _canReject = layout.References.Any(r => r.Severity == RuleSeverity.Error)
            && layout.References.All(r => !string.Equals(r.ParentTable, layout.Table, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The record's references to what is not there, in the order of the columns.</summary>
    public IEnumerable<(int Ordinal, ReferenceRule Rule)> MissingIn(SampleRecord record)
    {
        foreach (int ordinal in _referring)
        {
            bool isConstant = _model.Layout.Columns[ordinal].IsConstant;
            foreach (ReferenceRule rule in _model.Columns.References[ordinal])
            {
                if (isConstant ? _missingConstants.Value.Contains(rule) : record.IsMissing(ordinal))
                    yield return (ordinal, rule);
            }
        }
    }

    /// <summary>A good row that is rejected all the same, because a parent's row is.</summary>
    public bool Reject(long row)
    {
        if (!_canReject)
            return false;
        SampleRecord record = new(_model.Layout);
        record.Clear();
        _model.WriteRow(row, record);
        return MissingIn(record).Any(m => m.Rule.Severity == RuleSeverity.Error);
    }
}
