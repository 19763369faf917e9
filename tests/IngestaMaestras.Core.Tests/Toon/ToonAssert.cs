using System.Buffers;
using System.Text;
using System.Text.Json;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

internal static class ToonAssert
{
    /// <summary>Values and the order of keys; numbers by what they are, not by how they are written.</summary>
    internal static void SameValue(JsonElement expected, ToonNode actual)
    {
        var json = Json(actual);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = ToonLimits.MaxDepth });
        Assert.True(
            JsonElement.DeepEquals(expected, document.RootElement), $"expected {expected.GetRawText()}, got {json}");
        Assert.Equal(Keys(expected), Keys(document.RootElement));
    }

    internal static string Json(ToonNode node)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json, ToonJsonWriter.Options(indented: false)))
            ToonJsonWriter.Write(node, writer);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Keys(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Keys),
        _ => [],
    };
}
