namespace IngestaMaestras.Core.Toon;

/// <summary>An array that can be written as a table: objects with the same keys and only primitives.</summary>
/// <param name="Fields">The keys, in the order of the first object.</param>
/// <param name="Rows">The values of each object, in the order of the fields.</param>
internal sealed record ToonTable(IReadOnlyList<string> Fields, IReadOnlyList<ToonNode[]> Rows)
{
    /// <summary>The table of an array; null when it has none.</summary>
    internal static ToonTable? Of(ToonArray array)
    {
        if (array.Items[0] is not ToonObject { Entries.Count: > 0 } first)
            return null;
        Dictionary<string, int> places = new(first.Entries.Count);
        foreach (var entry in first.Entries)
        {
            if (!places.TryAdd(entry.Key, places.Count))
                return null;
        }

        List<ToonNode[]> rows = new(array.Items.Count);
        foreach (var item in array.Items)
        {
            if (item is not ToonObject map || Row(map, places) is not { } row)
                return null;
            rows.Add(row);
        }

        return new ToonTable([.. first.Entries.Select(e => e.Key)], rows);
    }

    private static ToonNode[]? Row(ToonObject map, Dictionary<string, int> places)
    {
        if (map.Entries.Count != places.Count)
            return null;
        var row = new ToonNode[places.Count];
        foreach (var entry in map.Entries)
        {
            var place = 0;
            var fits = entry.Value is ToonPrimitive && places.TryGetValue(entry.Key, out place) && row[place] is null;
            if (!fits)
                return null;
            row[place] = entry.Value;
        }

        return row;
    }
}
