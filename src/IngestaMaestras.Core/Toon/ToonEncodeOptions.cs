namespace IngestaMaestras.Core.Toon;

/// <summary>How <see cref="ToonEncoder"/> writes. The defaults are those of the specification.</summary>
public sealed record ToonEncodeOptions
{
    /// <summary>Spaces per level of indentation; 1 to <see cref="ToonLimits.MaxIndent"/>.</summary>
    public int Indent { get; init; } = 2;

    /// <summary>What separates the values of an array: a comma, a pipe or a tab.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether chains of single keys become dotted keys.</summary>
    public ToonKeyFolding KeyFolding { get; init; } = ToonKeyFolding.Off;

    /// <summary>Most keys that are joined into one; null for no limit, below 2 nothing is joined.</summary>
    public int? FlattenDepth { get; init; }
}
