using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Tests.Parsing.Support;

namespace IngestaMaestras.Core.Tests.Parsing;

public sealed class MemoryTests
{
    private const int Lines = 100_000;

    // What filling the buffer may cost, some dozens of times; a byte per line would be above it.
    private const long SmallConstant = 64 * 1024;

    [Theory]
    [InlineData(SourceEncoding.Utf8, RecordFormat.Fixed, "CARNES FRIAS")]
    [InlineData(SourceEncoding.Utf8, RecordFormat.Fixed, "CAÑÓN €")]
    [InlineData(SourceEncoding.Utf8, RecordFormat.Delimited, "CAÑÓN €")]
    [InlineData(SourceEncoding.Latin1, RecordFormat.Fixed, "CAÑÓN")]
    [InlineData(SourceEncoding.Windows1252, RecordFormat.Delimited, "CAÑÓN €")]
    public void Accepted_lines_allocate_nothing(SourceEncoding encoding, RecordFormat format, string name)
    {
        Layout layout = AllTypes(encoding, format);
        string[] parts = ["0013", name.PadRight(12), "12.50     ", "20241124", "S", "B"];
        string line = format == RecordFormat.Fixed ? string.Concat(parts) : string.Join('|', parts) + "|";
        byte[] File(int lines) => layout.GetEncoding().GetBytes(string.Concat(Enumerable.Repeat(line + "\n", lines)));
        Assert.Equal(1000, CountAccepted(layout, File(1000), out _)); // Warms up, the regular expression included.
        byte[] file = File(Lines);

        Assert.Equal(Lines, CountAccepted(layout, file, out long allocated));

        Assert.InRange(allocated, 0, SmallConstant);
    }

    [Fact]
    public void A_line_of_two_hundred_megabytes_takes_no_more_memory_than_the_limit()
    {
        Layout layout = LayoutBuilder.Fixed().Field("A", 0, 3, key: true).Build();
        using RepeatingStream stream = new((byte)'x', 200L << 20, "\nfin\n"u8.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();

        IReadOnlyList<ReadLine> lines = Reading.Lines(layout, stream);

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal([false, true], lines.Select(l => l.IsAccepted));
        Assert.Contains($"{200 << 20} bytes", lines[0].Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("fin", lines[1].Values[0]);
        Assert.InRange(allocated, 0, 8 * RecordReader.DefaultMaxLineBytes);
    }

    private static int CountAccepted(Layout layout, byte[] file, out long allocated)
    {
        using RecordReader reader = new(layout, new MemoryStream(file));
        int accepted = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (Reading.Fill(reader))
        {
            while (reader.TryRead())
                accepted += reader.IsAccepted ? 1 : 0;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return accepted;
    }

    private static Layout AllTypes(SourceEncoding encoding, RecordFormat format)
    {
        bool isFixed = format == RecordFormat.Fixed;
        LayoutBuilder builder = (isFixed ? LayoutBuilder.Fixed() : LayoutBuilder.Delimited().WithParts(6)).In(encoding);
        (string Name, int Width, FieldType Type)[] fields =
        [
            ("NUMERO", 4, LayoutBuilder.Integer(2)), ("NOMBRE", 12, LayoutBuilder.Text(12)),
            ("PRECIO", 10, LayoutBuilder.Decimal(10, 2)), ("FECHA", 8, LayoutBuilder.Date()),
            ("ACTIVO", 1, LayoutBuilder.Boolean()), ("TIPO", 1, LayoutBuilder.Text(1)),
        ];
        int position = 0;
        for (int i = 0; i < fields.Length; position += fields[i++].Width)
        {
            (string name, int width, FieldType type) = fields[i];
            if (isFixed)
                builder.Field(name, position, position + width, type, key: i == 0);
            else
                builder.Part(name, i, type, key: i == 0);
        }

        return builder.Constant("CODCIA", "Ñ1", key: true)
            .Range("NUMERO", 1, 99).Range("PRECIO", 0.5m, null).Length("NOMBRE", 1, 30)
            .Pattern("NOMBRE", @"^\p{L}").Values("TIPO", "A", "B")
            .Build();
    }

    private sealed class RepeatingStream(byte value, long count, byte[] end) : Stream
    {
        private readonly MemoryStream _end = new(end);
        private long _left = count;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0)
                return _end.ReadAsync(buffer, cancellationToken);
            int size = (int)Math.Min(buffer.Length, _left);
            buffer.Span[..size].Fill(value);
            _left -= size;
            return ValueTask.FromResult(size);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _end.Dispose();
            base.Dispose(disposing);
        }
    }
}
