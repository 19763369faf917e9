namespace IngestaMaestras.Core.Toon;

/// <summary>A decoded TOON value that remembers where it stood in the text.</summary>
/// <remarks>
/// An array starts at its "[", an object at its first key (in a tabular row: at its first cell); an empty object has
/// the place of its own key or hyphen, and an empty cell that where its value would stand. Columns count characters, so
/// that an emoji is one. A value that was not read from TOON has line and column 0.
/// </remarks>
/// <param name="Line">Line number, from 1, of the value's first character.</param>
/// <param name="Column">Column number, from 1, of the value's first character on that line.</param>
public abstract record ToonNode(int Line, int Column);

/// <summary>A primitive: string, number, boolean or null.</summary>
/// <param name="Value">
/// <see cref="string"/>, <see cref="bool"/>, <see langword="null"/>, or a number kept as the text of a
/// <see cref="ToonNumber"/> so that no precision is lost.
/// </param>
public sealed record ToonPrimitive(object? Value, int Line, int Column) : ToonNode(Line, Column);

/// <summary>An array, whatever its written form (inline, tabular or list).</summary>
public sealed record ToonArray(IReadOnlyList<ToonNode> Items, int Line, int Column) : ToonNode(Line, Column);

/// <summary>An object; entries keep the order in which they were written.</summary>
public sealed record ToonObject(IReadOnlyList<ToonEntry> Entries, int Line, int Column) : ToonNode(Line, Column)
{
    /// <summary>The value of <paramref name="key"/>, or null when the object has no such key.</summary>
    public ToonNode? this[string key] => Entries.FirstOrDefault(e => e.Key == key)?.Value;
}

/// <summary>One key of an object.</summary>
/// <param name="Line">Line number, from 1, of the key (of the row, for a tabular array's cell).</param>
/// <param name="Column">Column number, from 1, of the key (of the cell, for a tabular array).</param>
public sealed record ToonEntry(string Key, ToonNode Value, int Line, int Column);
