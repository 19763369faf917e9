namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>
/// Which rows of a file differ from another file: a count of updates, deletions and insertions that is exact whatever
/// faults the file carries, found without remembering rows.
/// </summary>
internal sealed class ChangePlan
{
    private const long MaxRowsOfSecondFile = 50;

    private readonly long _referencedRows;
    private readonly long _deletes;
    private readonly Spread _updatesOfReferenced;
    private readonly Spread _changesOfOthers;
    private long _referencedSeen;
    private long _othersSeen;

    private ChangePlan(
        MasterModel model, ulong salt, (long Referenced, long Others) updates, (long Referenced, long Others) changeable,
        long deletes, long inserts, long firstInsert, long missing)
    {
        Salt = salt;
        Inserts = inserts;
        FirstInsert = firstInsert;
        Missing = missing;
        _referencedRows = model.ReferencedRows;
        _deletes = deletes;
        ulong seed = SampleRandom.Derive(model.Seed, salt);
        _updatesOfReferenced = new Spread(updates.Referenced, 0, changeable.Referenced, seed);
        _changesOfOthers = new Spread(updates.Others + deletes, 0, changeable.Others, seed + 1);
    }

    private ChangePlan(ChangePlan other)
    {
        Salt = other.Salt;
        Inserts = other.Inserts;
        FirstInsert = other.FirstInsert;
        Missing = other.Missing;
        _referencedRows = other._referencedRows;
        _deletes = other._deletes;
        _updatesOfReferenced = other._updatesOfReferenced.Rewind();
        _changesOfOthers = other._changesOfOthers.Rewind();
    }

    /// <summary>What tells the new values of this plan from those of another.</summary>
    public ulong Salt { get; }

    /// <summary>Rows that are inserted after all others.</summary>
    public long Inserts { get; }

    /// <summary>The number of the first inserted row.</summary>
    public long FirstInsert { get; }

    /// <summary>Changes that were wanted and found no room.</summary>
    public long Missing { get; }

    /// <summary>How many rows of a second file of the same date differ from the first.</summary>
    public static long RowsOfSecondFile(long rows) => Math.Clamp(rows / 10, 1, MaxRowsOfSecondFile);

    /// <param name="wanted">Rows that shall differ.</param>
    /// <param name="earlier">Plans already applied; what they change stays as it is.</param>
    public static ChangePlan Make(MasterModel model, long wanted, ulong salt, IReadOnlyList<ChangePlan> earlier)
    {
        (long referenced, long others) = CountChangeable(model, earlier);
        long firstInsert = model.Rows + earlier.Sum(e => e.Inserts);
        long freeKeys = model.KeysForRows - firstInsert;

        long deletes = Math.Min((wanted + 1) / 4, Math.Max(0, others - 1));
        long inserts = Math.Min((wanted + 2) / 4, freeKeys);
        long updates = model.CanUpdate ? Math.Min(wanted - deletes - inserts, referenced + others - deletes) : 0;
        inserts += Math.Min(wanted - deletes - inserts - updates, freeKeys - inserts);
        long updatesOfReferenced = updates == 0
            ? 0
            : (long)((Int128)updates * referenced / (referenced + others));
        updatesOfReferenced = Math.Max(updatesOfReferenced, updates - (others - deletes));
        long rest = wanted - deletes - inserts - updates;
        deletes += Math.Min(rest, Math.Max(0, others - 1 - deletes - (updates - updatesOfReferenced)));

        return new ChangePlan(
            model, salt, (updatesOfReferenced, updates - updatesOfReferenced), (referenced, others), deletes, inserts,
            firstInsert, wanted - deletes - inserts - updates);
    }

    /// <summary>The same plan from the start, for another walk through the rows.</summary>
    public ChangePlan Rewind() => new(this);

    /// <summary>What happens to a changeable row. To be asked once for each, in order.</summary>
    public ChangeOp Take(long row)
    {
        if (row < _referencedRows)
            return _updatesOfReferenced.Take(_referencedSeen++, out _) ? ChangeOp.Update : ChangeOp.None;
        if (!_changesOfOthers.Take(_othersSeen++, out long pick))
            return ChangeOp.None;

        // As many of the picks as there are deletions, evenly.
        bool isDelete = DeletesBefore(pick + 1) > DeletesBefore(pick);
        return isDelete ? ChangeOp.Delete : ChangeOp.Update;
    }

    private static (long Referenced, long Others) CountChangeable(MasterModel model, IReadOnlyList<ChangePlan> earlier)
    {
        ChangePlan[] plans = [.. earlier.Select(e => e.Rewind())];
        RowPlan rows = new(model);
        long referenced = 0;
        long others = 0;
        while (rows.MoveNext())
        {
            if (!rows.IsChangeable || plans.Any(p => p.Take(rows.Row) != ChangeOp.None))
                continue;
            if (rows.Row < model.ReferencedRows)
                referenced++;
            else
                others++;
        }

        return (referenced, others);
    }

    private long DeletesBefore(long pick) => (long)((Int128)pick * _deletes / _changesOfOthers.Count);
}
