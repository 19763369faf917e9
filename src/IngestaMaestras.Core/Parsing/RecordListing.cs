using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// Lists what reading a file gives, as JSON lines: one object per accepted record on one stream, one per rejected line
/// on the other. It also finds repeated keys, the first accepted line keeping each; for that it remembers 128 bits of a
/// hash per key, so its memory grows with the number of records, unlike the reader's.
/// </summary>
public sealed class RecordListing : IDisposable
{
    private const int FlushBytes = 64 * 1024;

    private readonly RecordReader _reader;
    private readonly Stream _acceptedStream;
    private readonly Stream _rejectedStream;
    private readonly ArrayBufferWriter<byte> _accepted = new(2 * FlushBytes);
    private readonly ArrayBufferWriter<byte> _rejected = new();
    private readonly Utf8JsonWriter _acceptedWriter;
    private readonly Utf8JsonWriter _rejectedWriter;
    private readonly bool _listWarnings;
    private readonly Dictionary<UInt128, long> _lineOfKey = [];
    private byte[] _key = new byte[256];

    /// <param name="reader">A reader that has read nothing yet; it stays the caller's to dispose.</param>
    /// <param name="listWarnings">Findings of rules of severity <c>aviso</c> are listed too, with the rejected lines.</param>
    public RecordListing(RecordReader reader, Stream accepted, Stream rejected, bool listWarnings = false)
    {
        _reader = reader;
        _acceptedStream = accepted;
        _rejectedStream = rejected;
        _listWarnings = listWarnings;
        _acceptedWriter = new Utf8JsonWriter(_accepted, RecordJson.WriterOptions);
        _rejectedWriter = new Utf8JsonWriter(_rejected, RecordJson.WriterOptions);
    }

    public long AcceptedCount { get; private set; }

    public long RejectedCount { get; private set; }

    /// <summary>Reads the file to its end.</summary>
    /// <exception cref="IOException">One of the streams failed.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        while (await _reader.FillAsync(ct).ConfigureAwait(false))
        {
            while (_reader.TryRead())
            {
                ListLine();
                if (_accepted.WrittenCount >= FlushBytes || _rejected.WrittenCount >= FlushBytes)
                    await FlushAsync(ct).ConfigureAwait(false);
            }

            // Before waiting for more: the input may be a pipe that takes its time.
            await FlushAsync(ct).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _acceptedWriter.Dispose();
        _rejectedWriter.Dispose();
    }

    private void ListLine()
    {
        IReadOnlyList<RecordError> errors = _reader.IsAccepted && FindFirstLineOfKey() is { } firstLine
            ? [RecordErrors.DuplicateKey(
                _reader.Layout, KeyText.Of(_reader.Layout, _reader.Values, _reader.TextBuffer), firstLine)]
            : _reader.Errors;

        if (errors.Count > 0)
        {
            RejectedCount++;
            WriteFindings("errors", errors);
        }
        else
        {
            AcceptedCount++;
            WriteRecord();
        }

        if (_listWarnings && _reader.Warnings.Count > 0)
            WriteFindings("warnings", _reader.Warnings);
    }

    /// <summary>The earlier line that has this record's key; null when this is the first, which is then remembered.</summary>
    private long? FindFirstLineOfKey()
    {
        int length;
        while (!KeyText.TryWrite(_reader.Layout, _reader.Values, _reader.TextBuffer, _key, out length))
            _key = new byte[2 * _key.Length];

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_key.AsSpan(0, length), hash);
        UInt128 digest = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        if (_lineOfKey.TryAdd(digest, _reader.LineNumber))
            return null;
        return _lineOfKey[digest];
    }

    private void WriteRecord()
    {
        _acceptedWriter.WriteStartObject();
        _acceptedWriter.WriteNumber("line", _reader.LineNumber);
        _acceptedWriter.WritePropertyName("record");
        RecordJson.Write(_acceptedWriter, _reader.Layout, _reader.Values, _reader.TextBuffer);
        _acceptedWriter.WriteEndObject();
        EndLine(_acceptedWriter, _accepted);
    }

    private void WriteFindings(string name, IReadOnlyList<RecordError> findings)
    {
        _rejectedWriter.WriteStartObject();
        _rejectedWriter.WriteNumber("line", _reader.LineNumber);
        _rejectedWriter.WriteStartArray(name);
        foreach (RecordError finding in findings)
        {
            _rejectedWriter.WriteStartObject();
            _rejectedWriter.WriteString("error_type", finding.Type);
            _rejectedWriter.WriteString("field", finding.Field);
            _rejectedWriter.WriteString("rule", finding.Rule);
            _rejectedWriter.WriteString("value", finding.Value);
            _rejectedWriter.WriteString("message", finding.Message);
            _rejectedWriter.WriteEndObject();
        }

        _rejectedWriter.WriteEndArray();
        _rejectedWriter.WriteEndObject();
        EndLine(_rejectedWriter, _rejected);
    }

    private static void EndLine(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.Flush();
        writer.Reset();
        buffer.Write("\n"u8);
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        await FlushAsync(_accepted, _acceptedStream, ct).ConfigureAwait(false);
        await FlushAsync(_rejected, _rejectedStream, ct).ConfigureAwait(false);
    }

    private static async Task FlushAsync(ArrayBufferWriter<byte> buffer, Stream stream, CancellationToken ct)
    {
        if (buffer.WrittenCount == 0)
            return;
        await stream.WriteAsync(buffer.WrittenMemory, ct).ConfigureAwait(false);
        await stream.FlushAsync(ct).ConfigureAwait(false);
        buffer.ResetWrittenCount();
    }
}
