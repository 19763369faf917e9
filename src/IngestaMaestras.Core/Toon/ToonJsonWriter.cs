using System.Runtime.CompilerServices;
using System.Text.Json;

namespace IngestaMaestras.Core.Toon;

/// <summary>Writes decoded TOON as JSON.</summary>
public static class ToonJsonWriter
{
    /// <summary>
    /// Options for a writer that takes everything a decoder gives: as deep, and with the letters of any language as
    /// they are.
    /// </summary>
    public static JsonWriterOptions Options(bool indented) => new()
    {
        Indented = indented,
        NewLine = "\n",
        MaxDepth = ToonLimits.MaxDepth,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the node as one JSON value; numbers keep all their digits.</summary>
    public static void Write(ToonNode node, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(writer);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (node)
        {
            case ToonObject map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(entry.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case ToonArray array:
                writer.WriteStartArray();
                foreach (var item in array.Items)
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            case ToonPrimitive primitive:
                WritePrimitive(primitive, writer);
                break;
            default:
                throw new ArgumentException($"Unknown node {node.GetType()}.", nameof(node));
        }
    }

    private static void WritePrimitive(ToonPrimitive primitive, Utf8JsonWriter writer)
    {
        switch (primitive.Value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool value:
                writer.WriteBooleanValue(value);
                break;
            case string value:
                writer.WriteStringValue(value);
                break;
            case ToonNumber value:
                writer.WriteRawValue(value.Text);
                break;
            default:
                throw new ArgumentException($"Unknown value {primitive.Value.GetType()}.", nameof(primitive));
        }
    }
}
