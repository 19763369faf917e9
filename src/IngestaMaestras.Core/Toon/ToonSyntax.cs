using System.Buffers;

namespace IngestaMaestras.Core.Toon;

/// <summary>Character classes of the specification.</summary>
internal static class ToonSyntax
{
    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>A part of a dotted key that may be folded and expanded.</summary>
    internal static bool IsIdentifier(ReadOnlySpan<char> segment) =>
        segment.Length > 0 && !char.IsAsciiDigit(segment[0]) && !segment.ContainsAnyExcept(IdentifierCharacters);
}
