namespace IngestaMaestras.Core.Toon;

/// <summary>How <see cref="ToonDecoder"/> reads a text. The defaults are those of the specification.</summary>
public sealed record ToonDecodeOptions
{
    /// <summary>
    /// Refuse wrong counts, indentation, duplicate keys and malformed headers instead of tolerating them.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>Spaces per level of indentation; 1 to <see cref="ToonLimits.MaxIndent"/>.</summary>
    public int Indent { get; init; } = 2;

    /// <summary>Whether dotted keys become nested objects.</summary>
    public ToonPathExpansion ExpandPaths { get; init; } = ToonPathExpansion.Off;

    /// <summary>
    /// Levels of objects and arrays that are read before the text is refused; 1 to <see cref="ToonLimits.MaxDepth"/>.
    /// </summary>
    public int MaxDepth { get; init; } = ToonLimits.MaxDepth;
}
