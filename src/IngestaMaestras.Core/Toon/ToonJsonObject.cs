namespace IngestaMaestras.Core.Toon;

/// <summary>Collects the keys of a JSON object, which may repeat in its text.</summary>
internal sealed class ToonJsonObject(int capacity)
{
    private readonly List<ToonEntry> _entries = new(capacity);
    private readonly Dictionary<string, int> _index = new(capacity);

    internal void Set(string key, ToonNode value)
    {
        ToonEntry entry = new(key, value, 0, 0);
        if (_index.TryAdd(key, _entries.Count))
            _entries.Add(entry);
        else
            _entries[_index[key]] = entry;
    }

    internal ToonObject ToNode() => new(_entries, 0, 0);
}
