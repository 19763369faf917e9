using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Tests.Parsing.Support;

/// <summary>One accepted record that outlives its reader.</summary>
internal sealed record ParsedRecord(Layout Layout, FieldValue[] Values, byte[] Text)
{
    public string Key => KeyText.Of(Layout, Values, Text);

    public static ParsedRecord Of(Layout layout, string line)
    {
        using RecordReader reader = new(layout, new MemoryStream(layout.GetEncoding().GetBytes(line)));
        Assert.True(Reading.Fill(reader));
        if (!reader.TryRead())
            Assert.True(Reading.Fill(reader) && reader.TryRead());
        Assert.True(reader.IsAccepted, string.Join(" ", reader.Errors.Select(e => e.Message)));
        return new ParsedRecord(layout, reader.Values.ToArray(), reader.TextBuffer.ToArray());
    }
}
