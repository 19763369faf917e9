using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// The canonical texts of a row of typed values, as <see cref="HubChange.Values"/> holds them: equal to what
/// <see cref="RecordJson"/> and <see cref="KeyText"/> give for the record that the row was read from.
/// </summary>
public static class RecordText
{
    /// <summary>The row as a JSON object on one line: every column in layout order.</summary>
    public static string Json(Layout layout, IReadOnlyList<object?> values)
    {
        ArrayBufferWriter<byte> utf8 = new(256);
        using (Utf8JsonWriter writer = new(utf8, RecordJson.WriterOptions))
        {
            WriteJson(writer, layout, values);
        }

        return Encoding.UTF8.GetString(utf8.WrittenSpan);
    }

    /// <summary>
    /// Numbers are JSON numbers, decimals with the scale of their type whatever scale they come with, dates
    /// <c>yyyy-MM-dd</c>, blank is null. The writer needs <see cref="RecordJson.WriterOptions"/>.
    /// </summary>
    public static void WriteJson(Utf8JsonWriter writer, Layout layout, IReadOnlyList<object?> values)
    {
        writer.WriteStartObject();
        for (var i = 0; i < layout.Columns.Count; i++)
        {
            writer.WritePropertyName(layout.Columns[i].Name);
            WriteValue(writer, layout.Columns[i].Type, values[i]);
        }

        writer.WriteEndObject();
    }

    /// <summary>The text of the row's key (design §6).</summary>
    public static string Key(Layout layout, IReadOnlyList<object?> values)
    {
        var fields = new FieldValue[values.Count];
        ArrayBufferWriter<byte> text = new(256);
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = Field(layout.Columns[i].Type, values[i], text);
        }

        return KeyText.Of(layout, fields, text.WrittenSpan);
    }

    /// <summary>The same number, written with as many decimals as its type has.</summary>
    internal static decimal WithScale(decimal value, int scale) =>
        value.Scale == scale ? value : decimal.Round(value, scale) + new decimal(0, 0, 0, false, (byte)scale);

    private static void WriteValue(Utf8JsonWriter writer, FieldType type, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(WithScale(number, type.Scale));
                break;
            case DateOnly date:
                Span<char> iso = stackalloc char[10];
                date.TryFormat(iso, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                writer.WriteStringValue(iso);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not a type of a hub's value.", nameof(value));
        }
    }

    private static FieldValue Field(FieldType type, object? value, ArrayBufferWriter<byte> text)
    {
        switch (value)
        {
            case null:
                return FieldValue.Null(type.Kind);
            case string s:
                var offset = text.WrittenCount;
                return FieldValue.OfText(offset, (int)Encoding.UTF8.GetBytes(s, text));
            case long number:
                return FieldValue.OfInteger(number);
            case decimal number:
                return FieldValue.OfDecimal(WithScale(number, type.Scale));
            case DateOnly date:
                return FieldValue.OfDate(date);
            case bool flag:
                return FieldValue.OfBoolean(flag);
            default:
                throw new ArgumentException($"{value.GetType()} is not a type of a hub's value.", nameof(value));
        }
    }
}
