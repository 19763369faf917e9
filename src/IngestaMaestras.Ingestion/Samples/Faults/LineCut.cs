using System.Text;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Samples.Faults;

/// <summary>Finds where to cut a line so that it lacks something.</summary>
internal static class LineCut
{
    /// <summary>The required field that stands last in the line; null when all may be blank.</summary>
    public static LayoutColumn? LastRequired(Layout layout) => layout.Columns
        .Where(c => !c.IsConstant && (c.Required || c.IsKey))
        .MaxBy(c => layout.Format == RecordFormat.Fixed ? c.Start : c.Index);

    /// <summary>The length that leaves out the last required field and nothing before it.</summary>
    public static int BeforeLastRequired(Layout layout, ReadOnlySpan<byte> line)
    {
        if (LastRequired(layout) is not { } last)
            return 0;
        return layout.Format == RecordFormat.Fixed
            ? BytesOf(line, last.Start, layout.Encoding)
            : Math.Max(0, StartOfPart(line, last.Index, layout.Delimiter!.Value) - 1);
    }

    /// <summary>The length that ends with the last required part.</summary>
    public static int AfterLastRequired(Layout layout, ReadOnlySpan<byte> line) =>
        StartOfPart(line, LastRequired(layout)!.Index + 1, layout.Delimiter!.Value) - 1;

    private static int StartOfPart(ReadOnlySpan<byte> line, int part, byte delimiter)
    {
        int start = 0;
        for (int i = 0; i < part; i++)
            start += line[start..].IndexOf(delimiter) + 1;
        return start;
    }

    private static int BytesOf(ReadOnlySpan<byte> line, int characters, SourceEncoding encoding)
    {
        if (encoding != SourceEncoding.Utf8)
            return characters;

        int bytes = 0;
        for (int i = 0; i < characters; i++)
        {
            Rune.DecodeFromUtf8(line[bytes..], out _, out int consumed);
            bytes += consumed;
        }

        return bytes;
    }
}
