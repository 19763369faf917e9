namespace IngestaMaestras.Core.Toon;

/// <summary>
/// Collects the fields of one object: equal keys, and the expansion of dotted ones once it is complete.
/// </summary>
internal sealed class ToonObjectBuilder(ToonText text, ToonDecodeOptions options)
{
    private readonly List<ToonEntry> _entries = [];
    private Dictionary<string, int>? _index;
    private HashSet<string>? _paths;

    /// <summary>Refuses a key that is already there, before its value is read.</summary>
    internal void CheckKey(in ToonLine line, in ToonKey key)
    {
        if (options.Strict && IndexOf(key.Name) is var i and >= 0)
        {
            throw ToonException.Create(
                ToonErrorCode.DuplicateKey, line.Number, text.Column(line, key.Offset), key.Name,
                key.Name, _entries[i].Line);
        }
    }

    internal void Add(in ToonLine line, in ToonKey key, ToonNode value) =>
        Add(key, new ToonEntry(key.Name, value, line.Number, text.Column(line, key.Offset)));

    internal void AddCell(in ToonKey field, ToonNode cell) =>
        Add(field, new ToonEntry(field.Name, cell, cell.Line, cell.Column));

    internal ToonObject Build(int line, int column) => _paths is null
        ? new ToonObject(_entries, line, column)
        : ToonPathExpander.Expand(_entries, _paths, options.Strict, line, column);

    private void Add(in ToonKey key, ToonEntry entry)
    {
        if (options.ExpandPaths == ToonPathExpansion.Safe && key.IsPath)
            (_paths ??= []).Add(key.Name);
        else
            _paths?.Remove(key.Name);

        var existing = IndexOf(key.Name);
        if (existing >= 0)
        {
            _entries[existing] = entry;
            return;
        }

        _index?.Add(key.Name, _entries.Count);
        _entries.Add(entry);
    }

    /// <summary>Most objects are small: an index is made only when a search would take long.</summary>
    private int IndexOf(string key)
    {
        const int SmallObject = 12;
        if (_entries.Count <= SmallObject)
            return _entries.FindIndex(e => e.Key == key);
        if (_index is null)
        {
            _index = new Dictionary<string, int>(_entries.Count * 2);
            for (var i = 0; i < _entries.Count; i++)
                _index.Add(_entries[i].Key, i);
        }

        return _index.GetValueOrDefault(key, -1);
    }
}
