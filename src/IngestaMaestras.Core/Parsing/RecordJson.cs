using System.Text.Encodings.Web;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// A record as a JSON object: every column in layout order, constants included. Numbers are JSON numbers, decimals with
/// the scale of their type, dates <c>yyyy-MM-dd</c>, blank is null.
/// </summary>
public static class RecordJson
{
    /// <summary>Options for a writer of records: one line each, letters such as Ñ written as they are.</summary>
    public static JsonWriterOptions WriterOptions => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="values">One per column of the layout, as <see cref="RecordReader.Values"/>.</param>
    /// <param name="text">The buffer that text values point into, as <see cref="RecordReader.TextBuffer"/>.</param>
    public static void Write(
        Utf8JsonWriter writer, Layout layout, ReadOnlySpan<FieldValue> values, ReadOnlySpan<byte> text)
    {
        writer.WriteStartObject();
        for (int i = 0; i < values.Length; i++)
        {
            writer.WritePropertyName(layout.Columns[i].Name);
            WriteValue(writer, values[i], text);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, in FieldValue value, ReadOnlySpan<byte> text)
    {
        if (value.IsNull)
        {
            writer.WriteNullValue();
            return;
        }

        switch (value.Kind)
        {
            case FieldKind.Text:
                writer.WriteStringValue(text.Slice(value.Offset, value.Length));
                break;
            case FieldKind.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case FieldKind.Decimal:
                writer.WriteNumberValue(value.Decimal);
                break;
            case FieldKind.Date:
                Span<byte> date = stackalloc byte[ValueText.MaxNonTextBytes];
                ValueText.TryWrite(value, text, date, out int written);
                writer.WriteStringValue(date[..written]);
                break;
            case FieldKind.Boolean:
                writer.WriteBooleanValue(value.Integer != 0);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.Kind, null);
        }
    }
}
