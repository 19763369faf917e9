using System.Runtime.CompilerServices;

namespace IngestaMaestras.Core.Toon;

/// <summary>An object that path expansion is still adding to.</summary>
internal sealed class ToonBranch(bool strict, int line, int column)
{
    private readonly List<(ToonEntry Entry, ToonBranch? Branch)> _items = [];
    private readonly Dictionary<string, int> _index = [];

    /// <summary>The object under one segment of a dotted key, made when it is not there.</summary>
    /// <param name="entry">The entry with the whole dotted key.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="offset">Where the segment starts in the key.</param>
    /// <param name="path">The key up to the end of the segment.</param>
    internal ToonBranch Descend(ToonEntry entry, string segment, int offset, string path)
    {
        if (_index.TryGetValue(segment, out var i))
        {
            if (Open(i) is { } existing)
                return existing;
            if (strict)
                throw Conflict(entry, path, _items[i].Entry);
        }
        else
        {
            i = -1;
        }

        var place = entry.Column + offset;
        ToonBranch branch = new(strict, entry.Line, place + segment.Length + 1);
        Put(i, new ToonEntry(segment, entry.Value, entry.Line, place), branch);
        return branch;
    }

    /// <summary>Adds an entry; two objects under one key become one, everything else contradicts.</summary>
    internal void Merge(ToonEntry entry, string path)
    {
        CheckStack();
        if (!_index.TryGetValue(entry.Key, out var i))
        {
            Put(-1, entry, null);
            return;
        }

        if (entry.Value is ToonObject added && Open(i) is { } branch)
        {
            foreach (var inner in added.Entries)
                branch.Merge(inner, $"{path}.{inner.Key}");
            return;
        }

        if (strict)
            throw Conflict(entry, path, _items[i].Entry);
        Put(i, entry, null);
    }

    internal ToonObject ToObject()
    {
        CheckStack();
        List<ToonEntry> entries = new(_items.Count);
        foreach (var (entry, branch) in _items)
            entries.Add(branch is null ? entry : entry with { Value = branch.ToObject() });
        return new ToonObject(entries, line, column);
    }

    /// <summary>The object at an index as a branch; null when what is there is no object.</summary>
    private ToonBranch? Open(int i)
    {
        var (entry, branch) = _items[i];
        if (branch is not null || entry.Value is not ToonObject existing)
            return branch;
        branch = new ToonBranch(strict, existing.Line, existing.Column);
        foreach (var inner in existing.Entries)
            branch.Put(-1, inner, null);
        _items[i] = (entry, branch);
        return branch;
    }

    private void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw ToonException.Create(ToonErrorCode.TooDeep, line, column, "", ToonLimits.MaxDepth);
    }

    private void Put(int i, ToonEntry entry, ToonBranch? branch)
    {
        if (i >= 0)
        {
            _items[i] = (entry, branch);
            return;
        }

        _index.Add(entry.Key, _items.Count);
        _items.Add((entry, branch));
    }

    private static ToonException Conflict(ToonEntry entry, string path, ToonEntry earlier) =>
        ToonException.Create(ToonErrorCode.PathConflict, entry.Line, entry.Column, entry.Key, path, earlier.Line);
}
