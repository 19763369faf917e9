namespace IngestaMaestras.Core.Toon;

/// <summary>A field after key folding.</summary>
/// <param name="Key">The key to write, dotted when a chain was folded.</param>
/// <param name="Value">The value under that key.</param>
/// <param name="PlainLevels">
/// How many objects below, each with a single key, are the rest of a chain and are written as they are.
/// </param>
internal readonly record struct ToonFold(string Key, ToonNode Value, int PlainLevels)
{
    /// <summary>
    /// Folds the chain of single keys that starts at an entry. A chain that must not be folded because a sibling has the
    /// dotted key stays as it is down to its end; in one with a key that is no identifier, what follows that key may
    /// still be folded on its own.
    /// </summary>
    internal static ToonFold Of(ToonEntry entry, IReadOnlySet<string> dottedSiblings, int maxSegments)
    {
        ToonFold unfolded = new(entry.Key, entry.Value, 0);
        if (maxSegments < 2 || entry.Value is not ToonObject { Entries.Count: 1 } || !ToonSyntax.IsIdentifier(entry.Key))
            return unfolded;

        List<string> segments = [entry.Key];
        var value = entry.Value;
        ToonNode? folded = null;
        while (value is ToonObject { Entries: [var only] })
        {
            if (segments.Count < maxSegments && !ToonSyntax.IsIdentifier(only.Key))
                return unfolded;
            segments.Add(only.Key);
            value = only.Value;
            if (segments.Count == maxSegments)
                folded = value;
        }

        if (value is ToonObject { Entries.Count: > 0 })
            return unfolded;

        var count = Math.Min(segments.Count, maxSegments);
        var key = string.Join('.', segments.Take(count));
        return dottedSiblings.Contains(key)
            ? unfolded with { PlainLevels = segments.Count - 1 }
            : new ToonFold(key, folded ?? value, segments.Count - count);
    }
}
