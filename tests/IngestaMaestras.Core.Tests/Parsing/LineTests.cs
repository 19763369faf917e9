using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

/// <summary>Where lines begin and end, and how they are counted.</summary>
public sealed class LineTests
{
    private static readonly Layout Layout =
        LayoutBuilder.Fixed().Field("COD", 0, 1, key: true).Field("NOMBRE", 1, 6).Build();

    private static readonly Layout WithHeader =
        LayoutBuilder.Fixed().WithHeader().Field("COD", 0, 1, key: true).Field("NOMBRE", 1, 6).Build();

    [Theory]
    [InlineData("")]
    [InlineData("\u001A")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF\u001A")]
    public void An_empty_file_has_no_lines(string file) => Assert.Empty(Reading.Lines(Layout, file));

    [Theory]
    [InlineData("AUNO\nBDOS\n")]
    [InlineData("AUNO\nBDOS")]
    [InlineData("AUNO\r\nBDOS\r\n")]
    [InlineData("AUNO\r\nBDOS")]
    [InlineData("AUNO\r\nBDOS\r")]
    [InlineData("AUNO\nBDOS\r\n")]
    [InlineData("\uFEFFAUNO\nBDOS\n")]
    [InlineData("AUNO\nBDOS\n\u001A")]
    [InlineData("AUNO\nBDOS\u001A")]
    [InlineData("AUNO\r\nBDOS\r\n\u001A")]
    [InlineData("AUNO\r\nBDOS\r\u001A")]
    [InlineData("\uFEFFAUNO\r\nBDOS\r\n\u001A")]
    public void Line_ends_bom_and_control_z_are_no_part_of_the_lines(string file)
    {
        IReadOnlyList<ReadLine> lines = Reading.Lines(Layout, file);

        Assert.All(lines, l => Assert.True(l.IsAccepted, l.Describe()));
        Assert.Equal(["UNO", "DOS"], lines.Select(l => l.Values[1]));
        Assert.Equal([1, 2], lines.Select(l => l.Number));
        Assert.Equal(["AUNO", "BDOS"], lines.Select(l => Encoding.UTF8.GetString(l.Raw)));
    }

    [Fact]
    public void A_control_z_before_the_end_of_the_file_rejects_its_line()
    {
        IReadOnlyList<ReadLine> lines = Reading.Lines(Layout, "AUNO\u001A\nBDOS\n\u001A\n");

        Assert.Equal([false, true, false], lines.Select(l => l.IsAccepted));
        Assert.Equal(ErrorType.MalformedLine, Assert.Single(lines[0].ErrorTypes));
    }

    [Fact]
    public void A_bom_in_the_middle_is_a_character_like_any_other()
    {
        IReadOnlyList<ReadLine> lines = Reading.Lines(Layout, "AUNO\n\uFEFFBDOS\n");

        Assert.Equal("\uFEFF", lines[1].Values[0]);
    }

    [Fact]
    public void A_blank_line_in_the_middle_is_rejected_in_words()
    {
        IReadOnlyList<ReadLine> lines = Reading.Lines(Layout, "AUNO\n\r\nBDOS\n");

        Assert.Equal([true, false, true], lines.Select(l => l.IsAccepted));
        RecordError error = Assert.Single(lines[1].Errors);
        Assert.Equal(ErrorType.ShortLine, error.Type);
        Assert.Contains("en blanco", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, lines[2].Number);
    }

    [Fact]
    public void A_blank_line_is_rejected_even_where_no_field_is_required()
    {
        Layout optional = LayoutBuilder.Delimited().Part("A", 0).Part("B", 1).Build();

        Assert.Equal([ErrorType.ShortLine], Reading.Line(optional, "").ErrorTypes);
        Assert.True(Reading.Line(optional, " ").IsAccepted);
    }

    [Fact]
    public void A_header_is_not_read_but_its_line_number_counts()
    {
        ReadLine line = Assert.Single(Reading.Lines(WithHeader, "\uFEFFCOD\u0000NOMBRE\nAUNO\n"));

        Assert.Equal(2, line.Number);
        Assert.Equal("UNO", line.Values[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CABECERA")]
    [InlineData("CABECERA\n")]
    [InlineData("CABECERA\n\u001A")]
    public void A_header_alone_leaves_nothing_to_read(string file) => Assert.Empty(Reading.Lines(WithHeader, file));

    [Fact]
    public void A_header_over_the_line_limit_is_skipped_like_any_header()
    {
        ReadLine line = Assert.Single(Reading.Lines(WithHeader, new string('x', 500) + "\nAUNO\n", maxLineBytes: 10));

        Assert.True(line.IsAccepted);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    [InlineData("\r\u001A")]
    public void A_line_at_the_limit_is_read_whatever_ends_it(string end)
    {
        ReadLine line = Assert.Single(Reading.Lines(Layout, "ACINCO" + end, maxLineBytes: 6));

        Assert.True(line.IsAccepted, line.Describe());
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    [InlineData("\r\u001A")]
    public void A_line_beyond_the_limit_is_rejected_with_its_length(string end)
    {
        foreach (int size in new[] { 1, 7, 1000 })
        {
            byte[] file = Encoding.UTF8.GetBytes("ACINCO7" + end);
            ReadLine line = Assert.Single(Reading.Lines(Layout, new ChunkedStream(file, size), maxLineBytes: 6));

            RecordError error = Assert.Single(line.Errors);
            Assert.Equal(ErrorType.LongLine, error.Type);
            Assert.Null(error.Field);
            Assert.Equal("ACINCO", error.Value);
            Assert.Contains("7 bytes; el máximo es 6", error.Message, StringComparison.Ordinal);
            Assert.False(line.IsKeyReadable);
            Assert.Equal("ACINCO"u8.ToArray(), line.Raw);
        }
    }

    [Fact]
    public void Reading_goes_on_after_a_line_beyond_the_limit()
    {
        byte[] file = Encoding.UTF8.GetBytes($"AUNO\n{new string('x', 100_000)}\nBDOS\n");

        IReadOnlyList<ReadLine> lines = Reading.Lines(Layout, new ChunkedStream(file, 7000), maxLineBytes: 20_000);

        Assert.Equal([true, false, true], lines.Select(l => l.IsAccepted));
        Assert.Equal("DOS", lines[2].Values[1]);
        Assert.Equal(RecordReader.LongLineHeadBytes, lines[1].Raw.Length);
        Assert.Equal(200, lines[1].Errors[0].Value!.Length);
        Assert.Contains("100000 bytes", lines[1].Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_longer_than_a_block_of_reading_is_read_when_the_limit_allows_it()
    {
        Layout wide = LayoutBuilder.Delimited().Part("A", 0, key: true).Part("B", 2).Constant("K", "ñ").Build();
        string filler = new('x', 900_000);
        byte[] file = Encoding.UTF8.GetBytes($"1|{filler}|é\n2|{filler}|í\n");

        IReadOnlyList<ReadLine> lines = Reading.Lines(wide, new ChunkedStream(file, 100_000, 3));

        Assert.Equal(["1", "2"], lines.Select(l => l.Values[0]));
        Assert.Equal(["é", "í"], lines.Select(l => l.Values[1]));
        Assert.Equal(["ñ", "ñ"], lines.Select(l => l.Values[2]));
    }

    [Fact]
    public void The_bytes_read_are_counted_as_the_file_has_them()
    {
        byte[] file = Encoding.UTF8.GetBytes("\uFEFFAUNO\r\nBDOS\u001A");
        using RecordReader reader = new(Layout, new MemoryStream(file));
        while (Reading.Fill(reader))
        {
            while (reader.TryRead())
            {
            }
        }

        Assert.Equal(file.Length, reader.BytesRead);
        Assert.Equal(2, reader.ReadCount);
    }

    [Fact]
    public void Filling_again_before_every_line_was_taken_loses_nothing()
    {
        using RecordReader reader = new(Layout, new ChunkedStream("AUNO\nBDOS\n"u8.ToArray(), 10));
        Assert.True(Reading.Fill(reader));
        Assert.True(reader.TryRead());
        Assert.True(Reading.Fill(reader));
        Assert.True(Reading.Fill(reader));
        Assert.True(reader.TryRead());
        Assert.Equal(2, reader.LineNumber);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(RecordReader.LargestMaxLineBytes + 1)]
    public void A_line_limit_out_of_range_is_refused(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecordReader(Layout, Stream.Null, limit));

    [Fact]
    public void The_stream_stays_open_when_the_reader_is_disposed()
    {
        MemoryStream stream = new([]);
        new RecordReader(Layout, stream).Dispose();

        Assert.True(stream.CanRead);
    }
}
