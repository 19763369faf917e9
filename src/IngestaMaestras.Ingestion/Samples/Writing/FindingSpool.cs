using System.Text;

namespace IngestaMaestras.Ingestion.Samples.Writing;

/// <summary>
/// Keeps what must be told about the lines of a file until its totals are known, on disk, so that a file of millions of
/// faults needs no more memory than one without.
/// </summary>
internal sealed class FindingSpool : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly FileStream _stream;
    private readonly BinaryWriter _writer;

    /// <param name="path">A file that is made, and removed at the end.</param>
    public FindingSpool(string path)
    {
        _stream = new FileStream(
            path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose);
        _writer = new BinaryWriter(_stream, Encoding.UTF8, leaveOpen: true);
    }

    private enum Tag : byte
    {
        Reject,
        Warning,
        Change,
    }

    public void Clear()
    {
        _stream.Position = 0;
        _stream.SetLength(0);
    }

    public void Add(long line, IReadOnlyList<(string ErrorType, string? Field)> errors, bool isQuirk, string? key)
    {
        Begin(Tag.Reject, line);
        _writer.Write(errors.Count);
        foreach ((string errorType, string? field) in errors)
        {
            _writer.Write(errorType);
            WriteNullable(field);
        }

        _writer.Write(isQuirk);
        WriteNullable(key);
    }

    public void Add(SampleWarning warning)
    {
        Begin(Tag.Warning, warning.Line);
        _writer.Write(warning.ErrorType);
        WriteNullable(warning.Field);
    }

    public void Add(SampleChange change)
    {
        Begin(Tag.Change, change.Line ?? 0);
        _writer.Write(change.Op);
        _writer.Write(change.Key);
    }

    public IEnumerable<SampleReject> Rejects() => Read().OfType<SampleReject>();

    public IEnumerable<SampleWarning> Warnings() => Read().OfType<SampleWarning>();

    public IEnumerable<SampleChange> Changes() => Read().OfType<SampleChange>();

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
    }

    private void Begin(Tag tag, long line)
    {
        _writer.Write((byte)tag);
        _writer.Write(line);
    }

    private void WriteNullable(string? text)
    {
        _writer.Write(text is not null);
        if (text is not null)
            _writer.Write(text);
    }

    private IEnumerable<object> Read()
    {
        _writer.Flush();
        long end = _stream.Length;
        _stream.Position = 0;
        using BinaryReader reader = new(_stream, Encoding.UTF8, leaveOpen: true);
        while (_stream.Position < end)
        {
            Tag tag = (Tag)reader.ReadByte();
            long line = reader.ReadInt64();
            yield return tag switch
            {
                Tag.Reject => ReadReject(reader, line),
                Tag.Warning => new SampleWarning
                {
                    Line = line, ErrorType = reader.ReadString(), Field = ReadNullable(reader),
                },
                Tag.Change => new SampleChange
                {
                    Op = reader.ReadString(), Key = reader.ReadString(), Line = line == 0 ? null : line,
                },
                _ => throw new InvalidDataException($"Tag {tag}"),
            };
        }
    }

    private static SampleReject ReadReject(BinaryReader reader, long line)
    {
        int count = reader.ReadInt32();
        string[] errorTypes = new string[count];
        string?[] fields = new string?[count];
        for (int i = 0; i < count; i++)
            (errorTypes[i], fields[i]) = (reader.ReadString(), ReadNullable(reader));

        return new SampleReject
        {
            Line = line, ErrorTypes = errorTypes, Fields = fields,
            Kind = reader.ReadBoolean() ? SampleReject.Quirk : SampleReject.Fault,
            Key = ReadNullable(reader),
        };
    }

    private static string? ReadNullable(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
