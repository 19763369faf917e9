namespace IngestaMaestras.Core.Toon;

/// <summary>Makes nested objects of the dotted keys of one object and merges those that share a path.</summary>
internal static class ToonPathExpander
{
    internal static ToonObject Expand(
        IReadOnlyList<ToonEntry> entries, IReadOnlySet<string> paths, bool strict, int line, int column)
    {
        ToonBranch root = new(strict, line, column);
        foreach (var entry in entries)
        {
            if (!paths.Contains(entry.Key))
            {
                root.Merge(entry, entry.Key);
                continue;
            }

            var branch = root;
            var start = 0;
            for (var dot = entry.Key.IndexOf('.'); dot >= 0; dot = entry.Key.IndexOf('.', start))
            {
                branch = branch.Descend(entry, entry.Key[start..dot], start, entry.Key[..dot]);
                start = dot + 1;
            }

            branch.Merge(
                new ToonEntry(entry.Key[start..], entry.Value, entry.Line, entry.Column + start), entry.Key);
        }

        return root.ToObject();
    }
}
