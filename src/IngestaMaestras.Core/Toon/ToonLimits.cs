namespace IngestaMaestras.Core.Toon;

/// <summary>Bounds that keep hostile or broken input from exhausting the stack.</summary>
public static class ToonLimits
{
    /// <summary>Deepest nesting that is read or written; System.Text.Json writes no deeper by default either.</summary>
    public const int MaxDepth = 1000;

    /// <summary>Most spaces per level of indentation.</summary>
    public const int MaxIndent = 100;
}
