using System.Buffers;
using System.Text;
using System.Text.Unicode;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// Turns the bytes of a line into UTF-8 that is known to be valid and free of control characters (C0, DEL and C1; the
/// delimiter itself is allowed). A line of printable ASCII, and any line of a UTF-8 file, stays where it is.
/// </summary>
internal sealed class LineDecoder : IDisposable
{
    private const int MaxUtf8BytesPerSourceByte = 3;

    private readonly SourceEncoding _encoding;
    private readonly byte? _delimiter;
    private readonly SearchValues<byte> _printable;
    private readonly SearchValues<byte> _controls;
    private readonly char[]? _map; // Single-byte encodings only.
    private readonly byte[] _reserved;
    private byte[] _transcoded = [];

    /// <param name="reserved">Bytes that stand at the start of <see cref="Buffer"/> whatever line is decoded.</param>
    public LineDecoder(SourceEncoding encoding, byte? delimiter, byte[] reserved)
    {
        _encoding = encoding;
        _delimiter = delimiter;
        _reserved = reserved;
        _map = encoding == SourceEncoding.Utf8 ? null : SingleByteMap.For(encoding);

        byte[] ascii = [.. Enumerable.Range(0, 0x80).Select(b => (byte)b)];
        _controls = SearchValues.Create([.. ascii.Where(b => ControlText.IsControl((char)b) && b != delimiter)]);
        _printable = SearchValues.Create([.. ascii.Where(b => !ControlText.IsControl((char)b) || b == delimiter)]);
    }

    /// <summary>Holds the decoded line, at <see cref="Offset"/>, and the reserved bytes.</summary>
    public byte[] Buffer { get; private set; } = [];

    public int Offset { get; private set; }

    public int Length { get; private set; }

    /// <summary>Every character of the decoded line is one byte.</summary>
    public bool IsAscii { get; private set; }

    /// <summary>No line; only the reserved bytes of <paramref name="buffer"/> count.</summary>
    public void Clear(byte[] buffer)
    {
        Buffer = buffer;
        Offset = Length = 0;
    }

    /// <summary>False when the line has bytes that its encoding does not know or control characters.</summary>
    public bool TryDecode(byte[] buffer, int offset, int length)
    {
        Buffer = buffer;
        Offset = offset;
        Length = length;

        ReadOnlySpan<byte> line = buffer.AsSpan(offset, length);
        int special = line.IndexOfAnyExcept(_printable);
        IsAscii = special < 0;
        if (IsAscii)
            return true;
        return _map is null ? IsCleanUtf8(line[special..]) : TryTranscode(line, _map);
    }

    /// <summary>Says what <see cref="TryDecode"/> found wrong; walks the line again, one character at a time.</summary>
    public IReadOnlyList<RecordError> Diagnose(ReadOnlySpan<byte> line)
    {
        int invalidOffset = -1;
        byte invalidByte = 0;
        int controlPosition = -1;
        char control = '\0';
        int controls = 0;

        int characters = 0;
        for (int offset = 0; offset < line.Length; characters++)
        {
            int value = Decode(line[offset..], out int consumed);
            if (value < 0 && invalidOffset < 0)
            {
                invalidOffset = offset;
                invalidByte = line[offset];
            }

            if (value is >= 0 and <= char.MaxValue && ControlText.IsControl((char)value) && value != _delimiter)
            {
                if (controls++ == 0)
                    (controlPosition, control) = (characters, (char)value);
            }

            offset += consumed;
        }

        List<RecordError> errors = [];
        if (invalidOffset >= 0)
            errors.Add(RecordErrors.InvalidEncoding(_encoding, invalidOffset, invalidByte));
        if (controls > 0)
            errors.Add(RecordErrors.ControlCharacter(control, controlPosition, controls));
        return errors;
    }

    public void Dispose()
    {
        if (_transcoded.Length > 0)
            ArrayPool<byte>.Shared.Return(_transcoded);
        _transcoded = [];
        Clear([]);
    }

    private bool IsCleanUtf8(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAny(_controls) || !Utf8.IsValid(text))
            return false;

        // C1 controls are C2 80 to C2 9F.
        for (int i = text.IndexOf((byte)0xC2); i >= 0;)
        {
            if (text[i + 1] < 0xA0)
                return false;
            text = text[(i + 2)..];
            i = text.IndexOf((byte)0xC2);
        }

        return true;
    }

    private bool TryTranscode(ReadOnlySpan<byte> line, char[] map)
    {
        Reserve(_reserved.Length + (MaxUtf8BytesPerSourceByte * line.Length));
        int written = _reserved.Length;
        while (!line.IsEmpty)
        {
            int run = line.IndexOfAnyExcept(_printable);
            if (run < 0)
                run = line.Length;
            line[..run].CopyTo(_transcoded.AsSpan(written));
            written += run;
            line = line[run..];
            if (line.IsEmpty)
                break;

            char c = map[line[0]];
            if (c == SingleByteMap.Undefined || ControlText.IsControl(c))
                return false;
            written += new Rune(c).EncodeToUtf8(_transcoded.AsSpan(written));
            line = line[1..];
        }

        Buffer = _transcoded;
        Offset = _reserved.Length;
        Length = written - _reserved.Length;
        return true;
    }

    private void Reserve(int capacity)
    {
        if (_transcoded.Length >= capacity)
            return;
        if (_transcoded.Length > 0)
            ArrayPool<byte>.Shared.Return(_transcoded);
        _transcoded = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 4096));
        _reserved.CopyTo(_transcoded, 0);
    }

    /// <summary>The first character's code, or -1 for bytes that stand for none.</summary>
    private int Decode(ReadOnlySpan<byte> bytes, out int consumed)
    {
        if (_map is null)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out consumed);
            return status == OperationStatus.Done ? rune.Value : -1;
        }

        consumed = 1;
        char c = _map[bytes[0]];
        return c == SingleByteMap.Undefined ? -1 : c;
    }
}
