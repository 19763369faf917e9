using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Samples.Faults;
using IngestaMaestras.Ingestion.Samples.Values;
using IngestaMaestras.Ingestion.Samples.Words;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>
/// The rows of a master as its ERP would have them: any row can be written by its number, and depends on nothing but the
/// seed and the master's layout. Which rows carry faults is decided here too, since other masters have to know.
/// </summary>
internal sealed class MasterModel
{
    // Below this many rows a file has no placeholder rows: their share would be too large.
    private const long LeastRowsWithPlaceholders = 50;
    private const long MaxInsertsOfReferenced = 2000;
    private const long MaxKeysKeptBack = 100;
    private const ulong MaxNumberedNames = 1_000_000_000;

    private static readonly string[] PlaceholderNames = ["* NO USAR *", "*", "SIN CLASIFICAR", "#N/A", "NO ASIGNADO."];

    private readonly MasterColumns _columns;
    private readonly KeySequence _keys;
    private readonly IReadOnlyList<ValueDomain> _keyDomains;
    private readonly ColumnSource?[] _sources;
    private readonly ulong[] _columnSeeds;
    private readonly Word[] _placeholderNames;
    private readonly ColumnSource? _changing;
    private readonly int _changingOrdinal;
    private readonly Lazy<IReadOnlyList<PlantedFault>> _faults;
    private readonly Lazy<Spread> _faultRows;

    public MasterModel(SampleCatalog catalog, Layout layout)
    {
        Layout = layout;
        Seed = SampleRandom.Derive(catalog.Options.Seed, layout.Maestra);
        Profile = MasterProfile.Of(layout.Maestra);
        _columns = new MasterColumns(catalog, layout, Profile);
        KeyPlanner keys = new(catalog, layout, _columns, Profile);
        _keyDomains = keys.Domains;
        _keys = new KeySequence(keys.Domains, keys.Keys);
        _columnSeeds = [.. layout.Columns.Select(c => SampleRandom.Derive(Seed, c.ColumnName))];
        _sources = new ColumnSource?[layout.Columns.Count];
        foreach (int ordinal in _columns.FileOrdinals.Except(_columns.KeyOrdinals))
            _sources[ordinal] = _columns.SourceOf(ordinal, keys.Names);

        KeyCount = CountKeys();
        Wanted = catalog.Options.Rows ?? Profile.UsualRows;
        bool hasPlaceholders = catalog.Options.Quirks && Profile.PlaceholderShare > 0 && !layout.WholeRecordKey
            && KeyCount > LeastRowsWithPlaceholders && Wanted >= LeastRowsWithPlaceholders;
        PlaceholderKey = KeyCount - 1;
        KeyCount -= hasPlaceholders ? 1 : 0;
        Rows = Math.Min(Wanted, KeyCount);
        bool isReferenced = catalog.IsReferenced(layout);
        ReferencedRows = isReferenced ? ReferencedOf(Math.Min(Profile.UsualRows, Rows)) : 0;
        KeysForRows = isReferenced ? Rows + InsertsOfReferenced(KeyCount - Rows) : KeyCount;
        PlaceholderRows = new Spread(
            hasPlaceholders ? (long)(Rows * Profile.PlaceholderShare) : 0, Math.Min(ReferencedRows + 1, Rows), Rows,
            SampleRandom.Derive(Seed, "placeholders"));
        _placeholderNames = _columns.NameOrdinal is { } name
            ? [.. PlaceholderNames.Select(n => NameSource.WordOf(n, _columns.LimitsOf(name))).OfType<Word>()]
            : [];

        _changingOrdinal = layout.WholeRecordKey ? -1 : FindChanging(catalog);
        _changing = _changingOrdinal < 0 ? null : _sources[_changingOrdinal];
        _faults = new(() => catalog.FaultsOf(this));
        References = new MasterReferences(catalog, this);
        _faultRows = new(() => FaultCatalog.RowsFor(this, catalog.Options.Faults));
    }

    public Layout Layout { get; }

    public MasterProfile Profile { get; }

    public ulong Seed { get; }

    /// <summary>Different keys that rows can have.</summary>
    public long KeyCount { get; }

    /// <summary>Rows asked for.</summary>
    public long Wanted { get; }

    /// <summary>Rows that there are.</summary>
    public long Rows { get; }

    /// <summary>
    /// Keys that rows may have, inserted ones included, counted from the first. It does not depend on how many changes are
    /// asked for: neither may the faults.
    /// </summary>
    public long KeysForRows { get; }

    /// <summary>Others refer to the first so many rows; faults and deletions keep away from them if they can.</summary>
    public long ReferencedRows { get; }

    public long PlaceholderKey { get; }

    public Spread PlaceholderRows { get; }

    public Spread FaultRows => _faultRows.Value;

    /// <summary>Faults in the order in which they are planted.</summary>
    public IReadOnlyList<PlantedFault> Faults => _faults.Value;

    public MasterColumns Columns => _columns;

    public MasterReferences References { get; }

    /// <summary>Rows can be updated: there is a column that may change without consequences for others.</summary>
    public bool CanUpdate => _changing is not null;

    /// <summary>The column alone tells all rows apart.</summary>
    public bool IsWholeKey(int ordinal) => !Layout.WholeRecordKey && _columns.KeyOrdinals is [var only] && only == ordinal;

    public ValueDomain DomainOf(int ordinal) => _columns.DomainOf(ordinal);

    public void WriteRow(long row, SampleRecord record)
    {
        WriteKey(row, record);
        for (int ordinal = 0; ordinal < _sources.Length; ordinal++)
            _sources[ordinal]?.Write(row, SeedOf(ordinal, row), record);
        if (Layout.WholeRecordKey)
            NumberName(row, record);
    }

    /// <summary>Writes one column of <see cref="WriteRow"/>; may write others that belong to it.</summary>
    public void WriteColumn(long row, int ordinal, SampleRecord record)
    {
        if (_sources[ordinal] is { } source)
            source.Write(row, SeedOf(ordinal, row), record);
        else if (!Layout.Columns[ordinal].IsConstant)
            WriteKey(row, record);
        if (Layout.WholeRecordKey && ordinal == _columns.NameOrdinal)
            NumberName(row, record);
    }

    /// <summary>Gives the record the key of row <paramref name="index"/>.</summary>
    public void WriteKey(long index, SampleRecord record)
    {
        IReadOnlyList<int> ordinals = _columns.KeyOrdinals;
        Span<ulong> key = stackalloc ulong[ordinals.Count];
        _keys.Get((ulong)index % _keys.Count, key);
        for (int i = 0; i < key.Length; i++)
            _keyDomains[i].Write(key[i], record, ordinals[i]);
    }

    /// <summary>Makes the record another one than its row's, key and references left alone.</summary>
    public void WriteUpdate(long row, ulong salt, SampleRecord record) =>
        _changing!.WriteOther(SeedOf(_changingOrdinal, row), salt, record);

    public void WritePlaceholder(long row, SampleRecord record)
    {
        WriteRow(row, record);
        WriteKey(PlaceholderKey, record);
        if (_placeholderNames.Length == 0)
            return;
        Word name = _placeholderNames[new SampleRandom(SeedOf(0, row)).Below(_placeholderNames.Length)];
        record.Set(_columns.NameOrdinal!.Value, name.Utf8, name.Characters, FieldValue.OfText(0, name.Utf8.Length));
    }

    /// <summary>Some keys are kept back, so that there is something to refer to that is not there.</summary>
    private static long InsertsOfReferenced(long freeKeys) =>
        Math.Min(freeKeys - Math.Min(MaxKeysKeptBack, (freeKeys + 3) / 4), MaxInsertsOfReferenced);

    /// <summary>More than half: enough to refer to, and enough left for faults and deletions.</summary>
    private static long ReferencedOf(long rows) => rows - (rows / 2);

    private ulong SeedOf(int ordinal, long row) => SampleRandom.Derive(_columnSeeds[ordinal], (ulong)row);

    /// <summary>Without a key, records whose other columns are used up differ by a number in their name.</summary>
    private void NumberName(long row, SampleRecord record)
    {
        ulong number = (ulong)row / _keys.Count;
        if (number > 0 && NumberedName is { } name)
            name.WriteNumbered(SeedOf(_columns.NameOrdinal!.Value, row), number, record);
    }

    private NameColumn? NumberedName => _columns.NameOrdinal is { } ordinal ? _sources[ordinal] as NameColumn : null;

    private long CountKeys()
    {
        ulong factor = 1;
        if (Layout.WholeRecordKey && NumberedName is not null)
        {
            // The number takes at most half of the name.
            int digits = _columns.LimitsOf(_columns.NameOrdinal!.Value).Longest / 2;
            for (int i = 0; i < digits && factor < MaxNumberedNames; i++)
                factor *= 10;
        }

        return (long)UInt128.Min(ValueDomain.MaxCount, (UInt128)_keys.Count * factor);
    }

    private int FindChanging(SampleCatalog catalog)
    {
        IEnumerable<int> candidates = _columns.NameOrdinal is { } name
            ? _columns.FileOrdinals.Prepend(name)
            : _columns.FileOrdinals;
        return candidates
            .Where(o => _sources[o] is { CanChange: true } && !catalog.IsReferenced(Layout, Layout.Columns[o]))
            .DefaultIfEmpty(-1)
            .First();
    }
}
