namespace IngestaMaestras.Core.Toon;

/// <summary>Reads TOON, version 3.3 of its specification, with the place of every value.</summary>
/// <remarks>
/// Where the specification leaves room: LF and CRLF end lines; a byte order mark at the start is skipped; numbers keep
/// all their digits (see <see cref="ToonNumber"/>) and what is out of that domain stays a string; unquoted keys may hold
/// any character but those with a meaning. When not strict, a tab indents to the next level, counts may differ from the
/// declared ones, malformed headers are keys and the last of equal keys wins; yet a line that belongs to nothing and a
/// row with more or fewer cells than fields are refused, because reading on would lose data.
/// </remarks>
public static class ToonDecoder
{
    /// <exception cref="ToonException">The text is not valid TOON; says where and why.</exception>
    public static ToonNode Decode(string text, ToonDecodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= new ToonDecodeOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Indent, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Indent, ToonLimits.MaxIndent, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDepth, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxDepth, ToonLimits.MaxDepth, nameof(options));
        return new ToonParser(text, options).ParseDocument();
    }
}
