using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

/// <summary>What holds for every layout and every file.</summary>
public sealed class RecordReaderPropertyTests
{
    [Fact]
    public void A_record_written_as_a_line_is_read_back_as_it_was() => Seeds.ForEach(2000, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: false);
        object?[] record = RandomLayouts.Record(layout, random);
        byte[] line = RecordLineWriter.Write(layout, record, random);
        if (line.Length == 0)
            return; // Nothing but an empty part: a blank line is no record.

        byte[] header = layout.IgnoreHeader ? "CABECERA\n"u8.ToArray() : [];
        ReadLine read = Assert.Single(Reading.Lines(layout, [.. header, .. line]));

        Assert.True(read.IsAccepted, read.Describe());
        for (int i = 0; i < record.Length; i++)
        {
            if (!layout.Columns[i].IsConstant)
                Assert.Equal(ReadLine.DescribeValue(record[i]), ReadLine.DescribeValue(read.Values[i]));
        }
    });

    [Fact]
    public void Any_bytes_at_all_are_accepted_or_rejected_line_by_line() => Seeds.ForEach(1500, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: true);
        byte[] file = new byte[random.Next(400)];
        random.NextBytes(file);

        IReadOnlyList<ReadLine> lines = Reading.Lines(layout, file);

        int header = layout.IgnoreHeader ? 1 : 0;
        Assert.Equal(Math.Max(0, ReferenceParser.SplitLines(file).Count - header), lines.Count);
        Assert.Equal(Enumerable.Range(1 + header, lines.Count).Select(n => (long)n), lines.Select(l => l.Number));
        Assert.All(lines, l => Assert.All(l.Errors.Concat(l.Warnings), AssertIsPresentable));
    });

    [Fact]
    public void The_reader_agrees_with_a_plain_parser_on_valid_files() => Seeds.ForEach(1000, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: true);
        AssertAgree(layout, RandomFiles.Valid(layout, random), random);
    });

    [Fact]
    public void The_reader_agrees_with_a_plain_parser_on_damaged_files() => Seeds.ForEach(2000, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: true);
        AssertAgree(layout, RandomFiles.Damaged(layout, random), random);
    });

    [Fact]
    public void The_reader_agrees_with_a_plain_parser_on_garbage() => Seeds.ForEach(2000, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: true);
        AssertAgree(layout, RandomFiles.Garbage(random), random);
    });

    [Fact]
    public void The_sizes_of_the_pieces_that_a_stream_gives_do_not_matter() => Seeds.ForEach(1000, random =>
    {
        Layout layout = RandomLayouts.Layout(random, withRules: true);
        byte[] file = random.Next(2) == 0 ? RandomFiles.Damaged(layout, random) : RandomFiles.Garbage(random);
        int limit = random.Next(3) == 0 ? random.Next(1, 40) : RecordReader.DefaultMaxLineBytes;
        int[] sizes = [.. Enumerable.Range(0, 5).Select(_ => random.Next(1, 8))];

        Assert.Equal(
            Reading.Lines(layout, file, limit).Select(l => l.Describe()),
            Reading.Lines(layout, new ChunkedStream(file, sizes), limit).Select(l => l.Describe()));
    });

    [Fact]
    public void The_random_files_reach_acceptance_and_every_error_of_the_reader()
    {
        HashSet<string> types = [];
        int accepted = 0;
        int keysOfRejected = 0;
        Seeds.ForEach(2000, random =>
        {
            Layout layout = RandomLayouts.Layout(random, withRules: true);
            foreach (ReadLine line in Reading.Lines(layout, RandomFiles.Damaged(layout, random), random.Next(40, 100)))
            {
                types.UnionWith(line.ErrorTypes);
                accepted += line.IsAccepted ? 1 : 0;
                keysOfRejected += line.IsKeyReadable && !line.IsAccepted ? 1 : 0;
            }
        });

        Assert.True(accepted > 1000 && keysOfRejected > 100, $"{accepted} accepted, {keysOfRejected} keys");
        Assert.Equal(
            [
                ErrorType.RequiredField, ErrorType.InvalidEncoding, ErrorType.OutOfRange, ErrorType.ShortLine,
                ErrorType.LongLine, ErrorType.MalformedLine, ErrorType.LengthExceeded, ErrorType.InvalidPattern,
                ErrorType.InvalidType, ErrorType.ValueNotAllowed,
            ],
            types.Order(StringComparer.Ordinal));
    }

    private static void AssertAgree(Layout layout, byte[] file, Random random)
    {
        int limit = random.Next(4) == 0 ? random.Next(1, 60) : RecordReader.DefaultMaxLineBytes;
        string[] expected = [.. new ReferenceParser(layout, limit).Parse(file).Select(l => l.Describe())];
        string[] actual = [.. Reading.Lines(layout, file, limit).Select(l => l.Describe())];
        Assert.Equal(expected, actual);
    }

    private static void AssertIsPresentable(RecordError error)
    {
        Assert.True(error.Value is null || (error.Value.Length <= 200 && !error.Value.Any(char.IsControl)), error.Value);
        Assert.False(error.Message.Any(char.IsControl), error.Message);
        Assert.NotEmpty(error.Rule);
    }
}
