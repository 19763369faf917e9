using IngestaMaestras.Ingestion.Samples.Faults;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Walks through the rows of a master, from first to last, and says what becomes of each.</summary>
internal sealed class RowPlan
{
    private readonly MasterModel _model;
    private readonly Spread _faultRows;
    private readonly Spread _placeholderRows;
    private readonly long _firstFault;
    private readonly HashSet<PlantedFault> _spent = [];
    private RowKind _nextKind;
    private long _nextPick;

    public RowPlan(MasterModel model)
    {
        _model = model;
        _faultRows = model.FaultRows.Rewind();
        _placeholderRows = model.PlaceholderRows.Rewind();

        // A file with room for a few kinds only has others with another seed.
        if (_faultRows.Count > 0 && _faultRows.Count < FaultCatalog.CountKinds(model.Faults))
            _firstFault = (long)(model.Seed % (ulong)model.Faults.Count);
        Look(0);
    }

    /// <summary>The current row, from 0.</summary>
    public long Row { get; private set; } = -1;

    public RowKind Kind { get; private set; }

    /// <summary>The fault that the current row carries.</summary>
    public PlantedFault? Fault { get; private set; }

    /// <summary>The last good row before the current one, whose key a duplicate repeats; negative for none.</summary>
    public long Origin { get; private set; } = -1;

    /// <summary>Placeholder rows so far, the current one included.</summary>
    public long PlaceholderCount { get; private set; }

    /// <summary>
    /// The row may be changed without changing what becomes of others: it is a good one and so is the one after it, so no
    /// later row repeats its key.
    /// </summary>
    public bool IsChangeable => Kind == RowKind.Normal && (IsLast || _nextKind == RowKind.Normal);

    private bool IsLast => Row + 1 == _model.Rows;

    public bool MoveNext()
    {
        if (Row + 1 >= _model.Rows)
            return false;
        if (Row >= 0 && Kind == RowKind.Normal)
            Origin = Row;
        Row++;
        Kind = _nextKind;
        Fault = Kind == RowKind.Fault ? PickFault(_nextPick) : null;
        PlaceholderCount += Kind == RowKind.Placeholder ? 1 : 0;
        Look(Row + 1);
        return true;
    }

    /// <summary>The next fault in the order of the master's that is possible here.</summary>
    private PlantedFault PickFault(long pick)
    {
        IReadOnlyList<PlantedFault> faults = _model.Faults;
        for (int i = 0; i < faults.Count; i++)
        {
            PlantedFault fault = faults[(int)((_firstFault + pick + i) % faults.Count)];
            bool isPossible = (!fault.NeedsOrigin || Origin >= 0) && !(fault.IsNeverLast && IsLast)
                && !(fault.IsOnce && _spent.Contains(fault));
            if (!isPossible)
                continue;
            if (fault.IsOnce)
                _spent.Add(fault);
            return fault;
        }

        throw new InvalidOperationException($"{_model.Layout.Maestra}: no fault is possible in row {Row}.");
    }

    private void Look(long row)
    {
        bool isFault = _faultRows.Take(row, out _nextPick);
        bool isPlaceholder = _placeholderRows.Take(row, out _);
        _nextKind = isFault ? RowKind.Fault : isPlaceholder ? RowKind.Placeholder : RowKind.Normal;
    }
}
