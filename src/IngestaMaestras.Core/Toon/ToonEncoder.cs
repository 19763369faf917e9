using System.Text.Json;
using System.Text.Json.Nodes;

namespace IngestaMaestras.Core.Toon;

/// <summary>Writes TOON, version 3.3 of its specification.</summary>
/// <remarks>
/// Numbers keep all their digits and are written as <see cref="ToonNumber"/> says; one whose exponent is out of that
/// domain is written as a quoted string with the number's own text. NaN and infinities become null. The output has no
/// final line break.
/// </remarks>
public static class ToonEncoder
{
    /// <exception cref="ToonException">The value cannot be written: broken Unicode, or too deep.</exception>
    public static string Encode(ToonNode value, ToonEncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        options ??= new ToonEncodeOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Indent, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Indent, ToonLimits.MaxIndent, nameof(options));
        if (options.Delimiter is not (',' or '|' or '\t'))
            throw new ArgumentOutOfRangeException(nameof(options), options.Delimiter, "Not a TOON delimiter.");
        return new ToonTextWriter(options).Write(value);
    }

    /// <inheritdoc cref="Encode(ToonNode, ToonEncodeOptions?)"/>
    public static string Encode(JsonElement value, ToonEncodeOptions? options = null) =>
        Encode(ToonJsonReader.Read(value), options);

    /// <inheritdoc cref="Encode(ToonNode, ToonEncodeOptions?)"/>
    public static string Encode(JsonNode? value, ToonEncodeOptions? options = null) =>
        Encode(ToonJsonReader.Read(value), options);
}
