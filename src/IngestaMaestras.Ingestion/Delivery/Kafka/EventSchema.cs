using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery.Kafka;

/// <summary>
/// JSON Schema (2020-12) of the values of a master's events, made from its layout. It promises what the hub's columns
/// can hold, no more: a rule or a required field that a layout got later does not change rows that are there already.
/// </summary>
public static class EventSchema
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as indented text.</summary>
    public static string Of(Layout layout)
    {
        ArrayBufferWriter<byte> utf8 = new(4096);
        using (Utf8JsonWriter writer = new(utf8, Options))
        {
            Write(writer, layout);
        }

        return Encoding.UTF8.GetString(utf8.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, Layout layout)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        writer.WriteString("$id", $"urn:ingestamaestras:maestra:{layout.Maestra}");
        writer.WriteString("title", layout.Maestra);
        if (layout.Description is { } description)
        {
            writer.WriteString("description", description);
        }

        writer.WriteString("type", "object");
        writer.WriteStartArray("required");
        foreach (var column in layout.Columns)
        {
            writer.WriteStringValue(column.Name);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("properties");
        foreach (var column in layout.Columns)
        {
            writer.WriteStartObject(column.Name);
            WriteColumn(writer, layout, column);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter writer, Layout layout, LayoutColumn column)
    {
        var rules = layout.Rules.Where(r => string.Equals(r.Column, column.Name, StringComparison.OrdinalIgnoreCase)).Select(r => r.Text);
        writer.WriteString("description", string.Join("; ", rules.Prepend(column.Type.ToString())));
        var name = TypeName(column.Type.Kind);
        if (column.IsKey)
        {
            writer.WriteString("type", name);
        }
        else
        {
            writer.WriteStartArray("type");
            writer.WriteStringValue(name);
            writer.WriteStringValue("null");
            writer.WriteEndArray();
        }

        WriteBounds(writer, column.Type);
    }

    private static void WriteBounds(Utf8JsonWriter writer, FieldType type)
    {
        switch (type.Kind)
        {
            case FieldKind.Text:
                // Blank is null.
                writer.WriteNumber("minLength", 1);
                if (type.Length is { } length)
                {
                    writer.WriteNumber("maxLength", length);
                }

                break;
            case FieldKind.Integer or FieldKind.Decimal when type.Length is { } digits:
                var text = new string('9', digits - type.Scale).PadLeft(1, '0') + (type.Scale > 0 ? "." + new string('9', type.Scale) : "");
                var largest = decimal.Parse(text, CultureInfo.InvariantCulture);
                writer.WriteNumber("minimum", -largest);
                writer.WriteNumber("maximum", largest);
                break;
            case FieldKind.Date:
                writer.WriteString("format", "date");
                writer.WriteString("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
                break;
        }
    }

    private static string TypeName(FieldKind kind) => kind switch
    {
        FieldKind.Integer => "integer",
        FieldKind.Decimal => "number",
        FieldKind.Boolean => "boolean",
        _ => "string",
    };
}
