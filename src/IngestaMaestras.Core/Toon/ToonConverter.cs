using System.Buffers;
using System.Text;
using System.Text.Json;

namespace IngestaMaestras.Core.Toon;

/// <summary>Converts whole texts, as bytes in UTF-8 with or without a byte order mark, between TOON and JSON.</summary>
public static class ToonConverter
{
    /// <summary>The JSON of a TOON text, on one line and without a line break at its end.</summary>
    /// <exception cref="ToonException">The text is not valid UTF-8 or not valid TOON; says where and why.</exception>
    public static ReadOnlyMemory<byte> ToJson(ReadOnlySpan<byte> toon, ToonDecodeOptions? options = null)
    {
        var text = new ToonUtf8(toon).Text();
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, ToonJsonWriter.Options(indented: false)))
            ToonJsonWriter.Write(ToonDecoder.Decode(text, options), writer);
        return json.WrittenMemory;
    }

    /// <summary>The TOON of a JSON text.</summary>
    /// <param name="strict">Whether a repeated key is refused; otherwise its last value counts.</param>
    /// <exception cref="ToonException">The text is not valid JSON in UTF-8, or nothing that TOON can hold.</exception>
    public static string FromJson(ReadOnlyMemory<byte> json, ToonEncodeOptions? options = null, bool strict = true)
    {
        ToonUtf8 source = new(json.Span);
        source.CheckUtf8();
        ToonJsonChecker.Check(source, strict);
        using var document = JsonDocument.Parse(
            json[^source.Bytes.Length..], new JsonDocumentOptions { MaxDepth = ToonLimits.MaxDepth });
        return ToonEncoder.Encode(document.RootElement, options);
    }
}
