using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Samples.Plans;
using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Lines;

/// <summary>Writes records as lines of a master's file, without terminator.</summary>
internal abstract class LineWriter
{
    private readonly Encoding? _encoding; // Null for UTF-8, which is what lines are put together in.
    private char[] _characters = [];
    private byte[] _encoded = [];

    protected LineWriter(MasterModel model)
    {
        Layout = model.Layout;
        FillerSeed = SampleRandom.Derive(model.Seed, "filler");
        _encoding = Layout.Encoding == SourceEncoding.Utf8 ? null : Layout.GetEncoding();
    }

    protected Layout Layout { get; }

    protected ulong FillerSeed { get; }

    public static LineWriter For(MasterModel model) =>
        model.Layout.Format == RecordFormat.Fixed ? new FixedLineWriter(model) : new DelimitedLineWriter(model);

    /// <param name="seed">Belongs to the line; decides what stands outside the fields.</param>
    public void Write(SampleRecord record, ulong seed, LineBuilder line)
    {
        line.Clear();
        Compose(record, seed, line);
        Encode(line);
    }

    /// <summary>The line that names the fields.</summary>
    public void WriteHeader(LineBuilder line)
    {
        line.Clear();
        ComposeHeader(line);
        Encode(line);
    }

    protected abstract void Compose(SampleRecord record, ulong seed, LineBuilder line);

    protected abstract void ComposeHeader(LineBuilder line);

    protected static int CharactersOf(ReadOnlySpan<byte> utf8)
    {
        int characters = 0;
        foreach (byte b in utf8)
            characters += (b & 0xC0) == 0x80 ? 0 : 1;
        return characters;
    }

    private void Encode(LineBuilder line)
    {
        if (_encoding is null || Ascii.IsValid(line.Bytes))
            return;

        if (_characters.Length < line.Length)
        {
            _characters = new char[line.Length];
            _encoded = new byte[line.Length];
        }

        int characters = Encoding.UTF8.GetChars(line.Bytes, _characters);
        int bytes = _encoding.GetBytes(_characters.AsSpan(0, characters), _encoded);
        line.Replace(_encoded.AsSpan(0, bytes));
    }
}
