using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Queries.Lines;

/// <summary>The key of a line, read as a load reads it.</summary>
/// <param name="Text">As events and pages write it.</param>
/// <param name="Values">In the order of the key's columns; one, the hash, when the whole record is the key.</param>
internal sealed record LineKey(string Text, IReadOnlyList<object> Values)
{
    /// <summary>Null when the line does not tell it.</summary>
    public static async Task<LineKey?> ReadAsync(Layout layout, string line, CancellationToken ct)
    {
        byte[] bytes;
        try
        {
            bytes = layout.GetEncoding().GetBytes(line);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }

        using MemoryStream stream = new(bytes);
        using RecordReader reader = new(layout with { IgnoreHeader = false }, stream);
        while (await reader.FillAsync(ct))
        {
            if (reader.TryRead())
            {
                return reader.IsKeyReadable ? Of(layout, reader) : null;
            }
        }

        return null;
    }

    private static LineKey Of(Layout layout, RecordReader reader)
    {
        var text = KeyText.Of(layout, reader.Values, reader.TextBuffer);
        if (layout.WholeRecordKey)
        {
            return new LineKey(text, [text]);
        }

        List<object> values = [];
        foreach (var column in layout.KeyColumns)
        {
            values.Add(ValueOf(reader.Values[layout.Columns.ToList().FindIndex(c => c.Name == column.Name)], reader.TextBuffer));
        }

        return new LineKey(text, values);
    }

    private static object ValueOf(FieldValue value, ReadOnlySpan<byte> text) => value.Kind switch
    {
        FieldKind.Text => Encoding.UTF8.GetString(text.Slice(value.Offset, value.Length)),
        FieldKind.Integer => value.Integer,
        FieldKind.Decimal => value.Decimal,
        FieldKind.Date => DateOnly.FromDayNumber((int)value.Integer),
        FieldKind.Boolean => value.Integer != 0,
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.Kind, null),
    };
}
