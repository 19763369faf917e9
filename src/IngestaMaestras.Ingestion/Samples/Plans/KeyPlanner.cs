using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Values;
using IngestaMaestras.Ingestion.Samples.Words;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>Works out the keys that the files of a master usually have, with the names that are known for them.</summary>
internal sealed class KeyPlanner
{
    // Without a known shape, a file has about this many keys before counting through all of them.
    private const int UsualKeys = 100;
    private const int MaxUsualKeys = 20_000;

    private readonly Layout _layout;
    private readonly MasterColumns _columns;
    private readonly MasterProfile _profile;
    private readonly List<ulong[]> _keys = [];
    private readonly List<Word?> _names = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public KeyPlanner(SampleCatalog catalog, Layout layout, MasterColumns columns, MasterProfile profile)
    {
        _layout = layout;
        _columns = columns;
        _profile = profile;
        Domains = [.. columns.KeyOrdinals.Select(columns.DomainOf)];
        List<ulong>[] forced = [.. columns.KeyOrdinals.Select((o, i) => ForcedValues(catalog, o, Domains[i]))];
        Dictionary<ulong, Word?> known = Domains.Count == 1 ? KnownKeys() : [];
        if (known.Count > 0)
        {
            foreach (ulong value in forced[0])
                Add([value], known.GetValueOrDefault(value));
            foreach ((ulong value, Word? name) in known)
                Add([value], name);
        }
        else
        {
            AddProduct([.. forced.Select((f, i) => f.Union(UsualValues(i)).ToArray())]);
        }
    }

    /// <summary>One per field of the key.</summary>
    public IReadOnlyList<ValueDomain> Domains { get; }

    public IReadOnlyList<ulong[]> Keys => _keys;

    /// <summary>Names of the first rows; null where none is known.</summary>
    public IReadOnlyList<Word?> Names => _names;

    private List<ulong> ForcedValues(SampleCatalog catalog, int ordinal, ValueDomain domain)
    {
        List<ulong> values = [];
        foreach (string text in catalog.ForcedValues(_layout, _layout.Columns[ordinal]))
        {
            if (domain.TryIndexOf(text, out ulong index))
                values.Add(index);
        }

        return values;
    }

    private Dictionary<ulong, Word?> KnownKeys()
    {
        int width = _columns.LimitsOf(_columns.KeyOrdinals[0]).Longest;
        ColumnLimits? limits = _columns.NameOrdinal is { } name ? _columns.LimitsOf(name) : null;
        Dictionary<ulong, Word?> keys = [];
        foreach ((string code, string? text) in _profile.KnownRows)
        {
            // A code of digits fills a text field, as it does in a field of digits.
            string padded = code.All(char.IsAsciiDigit) ? code.PadLeft(width, '0') : code;
            if (Domains[0].TryIndexOf(padded, out ulong value) || Domains[0].TryIndexOf(code, out value))
                keys.TryAdd(value, text is null || limits is null ? null : NameSource.WordOf(text, limits));
        }

        return keys;
    }

    /// <summary>Values of one field of the key, in order and with gaps; the same for all masters that have it.</summary>
    private IEnumerable<ulong> UsualValues(int field)
    {
        ValueDomain domain = Domains[field];
        ulong wanted = field < _profile.KeyShape.Count
            ? (ulong)_profile.KeyShape[field]
            : RootOf(Math.Max(_profile.UsualRows, UsualKeys), Domains.Count);
        wanted = Math.Min(wanted, domain.Count);
        ulong gap = domain.Count / Math.Max(1, wanted);
        ulong seed = SampleRandom.Derive(0, _layout.Columns[_columns.KeyOrdinals[field]].ColumnName);
        for (ulong i = 0; i < wanted; i++)
            yield return (i * gap) + new SampleRandom(SampleRandom.Derive(seed, i)).Below(gap);
    }

    /// <summary>The least number whose power is not below <paramref name="value"/>.</summary>
    private static ulong RootOf(int value, int exponent)
    {
        for (ulong root = 1; ; root++)
        {
            UInt128 power = 1;
            for (int i = 0; i < exponent && power < (ulong)value; i++)
                power *= root;
            if (power >= (ulong)value)
                return root;
        }
    }

    private void AddProduct(ulong[][] values)
    {
        if (values.Length == 0 || values.Any(v => v.Length == 0))
            return;

        int[] at = new int[values.Length];
        while (_keys.Count < MaxUsualKeys)
        {
            int row = _keys.Count;
            string? name = row < _profile.Names.Count ? _profile.Names[row] : null;
            Add(
                [.. at.Select((a, field) => values[field][a])],
                name is null || _columns.NameOrdinal is not { } ordinal
                    ? null
                    : NameSource.WordOf(name, _columns.LimitsOf(ordinal)));

            int last = at.Length - 1;
            while (last >= 0 && ++at[last] == values[last].Length)
                at[last--] = 0;
            if (last < 0)
                return;
        }
    }

    private void Add(ulong[] key, Word? name)
    {
        if (!_seen.Add(string.Join(',', key)))
            return;
        _keys.Add(key);
        _names.Add(name);
    }
}
