namespace IngestaMaestras.Core.Toon;

/// <summary>How <see cref="ToonDecoder"/> reads a text. The defaults are those of the specification.</summary>
public sealed record ToonDecodeOptions
{
    /// <summary>Refuse wrong counts, indentation, duplicate keys and malformed headers instead of tolerating them.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>Spaces per level of indentation; at least 1.</summary>
    public int Indent { get; init; } = 2;

    /// <summary>Whether dotted keys become nested objects.</summary>
    public ToonPathExpansion ExpandPaths { get; init; } = ToonPathExpansion.Off;

    /// <summary>Levels of objects and arrays that are read before the text is refused; 1 to 1000.</summary>
    public int MaxDepth { get; init; } = ToonLimits.MaxDepth;
}
