using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>Runs the reader over a whole file and keeps everything it says.</summary>
internal static class Reading
{
    public static IReadOnlyList<ReadLine> Lines(
        Layout layout, string text, int maxLineBytes = RecordReader.DefaultMaxLineBytes) =>
        Lines(layout, Encoding.UTF8.GetBytes(text), maxLineBytes);

    public static IReadOnlyList<ReadLine> Lines(
        Layout layout, byte[] file, int maxLineBytes = RecordReader.DefaultMaxLineBytes) =>
        Lines(layout, new MemoryStream(file), maxLineBytes);

    public static IReadOnlyList<ReadLine> Lines(
        Layout layout, Stream stream, int maxLineBytes = RecordReader.DefaultMaxLineBytes)
    {
        using RecordReader reader = new(layout, stream, maxLineBytes);
        List<ReadLine> lines = [];
        long accepted = 0;
        long rejected = 0;
        while (Fill(reader))
        {
            while (reader.TryRead())
            {
                lines.Add(Keep(reader));
                if (reader.IsAccepted)
                    accepted++;
                else
                    rejected++;
                Assert.Equal(reader.IsAccepted, reader.Errors.Count == 0);
                Assert.Equal(reader.ReadCount, accepted + rejected);
            }
        }

        Assert.False(reader.TryRead());
        Assert.False(Fill(reader));
        return lines;
    }

    public static ReadLine Line(Layout layout, string line) => Assert.Single(Lines(layout, line + "\n"));

    public static ReadLine Line(Layout layout, byte[] line) => Assert.Single(Lines(layout, [.. line, (byte)'\n']));

    public static bool Fill(RecordReader reader) =>
        reader.FillAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public static object? ToObject(FieldValue value, ReadOnlySpan<byte> text)
    {
        if (value.IsNull)
            return null;
        return value.Kind switch
        {
            FieldKind.Text => Encoding.UTF8.GetString(text.Slice(value.Offset, value.Length)),
            FieldKind.Integer => value.Integer,
            FieldKind.Decimal => value.Decimal,
            FieldKind.Date => DateOnly.FromDayNumber((int)value.Integer),
            FieldKind.Boolean => value.Integer != 0,
            _ => throw new ArgumentOutOfRangeException(nameof(value)),
        };
    }

    private static ReadLine Keep(RecordReader reader)
    {
        object?[] values = new object?[reader.Values.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = ToObject(reader.Values[i], reader.TextBuffer);
        return new ReadLine(
            reader.LineNumber, reader.IsAccepted, reader.IsKeyReadable, values, reader.Errors, reader.Warnings,
            reader.RawLine.ToArray());
    }
}
