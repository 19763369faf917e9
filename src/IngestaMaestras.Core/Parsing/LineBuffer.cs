using System.Buffers;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// Splits a stream into lines over one pooled array. LF and CRLF end a line; a UTF-8 BOM at the start and one Ctrl-Z at
/// the very end of the file belong to no line; the last line needs no terminator, and a CR that the end of the file
/// separates from its LF still counts as part of the terminator.
/// </summary>
internal sealed class LineBuffer : IDisposable
{
    /// <summary>How much of a line over the limit is kept; less when the limit itself is lower.</summary>
    public const int LongLineHeadBytes = 4096;

    private const int ReadBlock = 256 * 1024;

    private const byte ControlZ = 0x1A;

    // A line at the limit may still be followed by CR and Ctrl-Z before it is known where it ends.
    private const int TrailingBytes = 2;

    private readonly Stream _stream;
    private readonly int _maxLineBytes;
    private readonly int _reserved;
    private readonly int _maxCapacity;
    private byte[] _bytes;
    private byte[]? _longLineHead;
    private int _start; // First byte not consumed yet.
    private int _scanned; // There is no LF in [_start, _scanned).
    private int _end;
    private bool _begun;
    private bool _ended;
    private bool _needsBytes = true;
    private bool _discarding; // Inside a line that is already known to be too long.
    private long _discarded;
    private bool _lineIsHead;

    /// <param name="reserved">Bytes at the start of <see cref="Bytes"/> that belong to the caller and never move.</param>
    public LineBuffer(Stream stream, int maxLineBytes, ReadOnlySpan<byte> reserved)
    {
        _stream = stream;
        _maxLineBytes = maxLineBytes;
        _reserved = reserved.Length;
        _maxCapacity = checked(_reserved + maxLineBytes + TrailingBytes + 1 + ReadBlock);
        _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(ReadBlock, 4 * _reserved));
        reserved.CopyTo(_bytes);
        _start = _scanned = _end = _reserved;
    }

    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    /// <summary>The array that holds the current line, and the reserved bytes at its start.</summary>
    public byte[] Bytes => _bytes;

    public int LineOffset { get; private set; }

    public int LineLength { get; private set; }

    /// <summary>The current line without its terminator; of one over the limit, its first bytes.</summary>
    public ReadOnlySpan<byte> Line =>
        _lineIsHead ? _longLineHead.AsSpan(0, LineLength) : _bytes.AsSpan(LineOffset, LineLength);

    public bool IsTooLong { get; private set; }

    /// <summary>Bytes of the whole line, whatever was kept of it.</summary>
    public long FullLength { get; private set; }

    public long BytesRead { get; private set; }

    /// <summary>Reads more bytes. False when the file has ended and every line was taken.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (!_needsBytes)
            return true;
        if (_ended)
            return false;

        do
        {
            MakeRoom();
            int count = await _stream.ReadAsync(_bytes.AsMemory(_end), ct).ConfigureAwait(false);
            BytesRead += count;
            _end += count;
            _ended = count == 0;
        }
        while (!_ended && !_begun && _end - _start < Bom.Length);

        if (!_begun)
        {
            _begun = true;
            if (_bytes.AsSpan(_start, _end - _start).StartsWith(Bom))
                _start = _scanned = _start + Bom.Length;
        }

        if (_ended && _end > _start && _bytes[_end - 1] == ControlZ)
            _end--;

        _needsBytes = _ended && _end == _start && !_discarding;
        return !_needsBytes;
    }

    /// <summary>Advances to the next complete line. False when more bytes are needed.</summary>
    public bool TryReadLine()
    {
        int found = _bytes.AsSpan(_scanned, Math.Max(0, _end - _scanned)).IndexOf((byte)'\n');
        if (found >= 0)
        {
            TakeLine(_scanned + found, _scanned + found + 1);
            return true;
        }

        if (_ended && (_end > _start || _discarding))
        {
            TakeLine(_end, _end);
            return true;
        }

        _scanned = _end;
        if (_discarding || _end - _start > _maxLineBytes + TrailingBytes)
            Discard();
        _needsBytes = true;
        return false;
    }

    public void Dispose()
    {
        if (_bytes.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _start = _scanned = _end = 0;
        LineOffset = LineLength = 0;
        _ended = true;
        _discarding = false;
        _needsBytes = true;
    }

    private void TakeLine(int lineEnd, int next)
    {
        int length = lineEnd - _start;
        if (length > 0 && _bytes[lineEnd - 1] == '\r')
            length--;

        LineOffset = _start;
        LineLength = length;
        FullLength = _discarded + length;
        IsTooLong = FullLength > _maxLineBytes;
        _lineIsHead = _discarding;
        if (IsTooLong)
            LineLength = Math.Min(LongLineHeadBytes, _maxLineBytes);

        _start = _scanned = next;
        _discarding = false;
        _discarded = 0;
    }

    /// <summary>
    /// Forgets what was read of a line that is too long. The last bytes stay, since whether they are part of the line
    /// depends on what follows.
    /// </summary>
    private void Discard()
    {
        if (!_discarding)
        {
            _discarding = true;
            _longLineHead ??= new byte[LongLineHeadBytes];
            _bytes.AsSpan(_start, Math.Min(LongLineHeadBytes, _maxLineBytes)).CopyTo(_longLineHead);
        }

        int kept = Math.Min(TrailingBytes, _end - _start);
        _discarded += _end - _start - kept;
        _bytes.AsSpan(_end - kept, kept).CopyTo(_bytes.AsSpan(_reserved));
        _start = _reserved;
        _scanned = _end = _reserved + kept;
    }

    private void MakeRoom()
    {
        int pending = _end - _start;
        byte[] target = _bytes;
        if (pending > _bytes.Length / 2 && _bytes.Length < _maxCapacity)
        {
            target = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * _bytes.Length, _maxCapacity));
            _bytes.AsSpan(0, _reserved).CopyTo(target);
        }

        if (_start > _reserved || target != _bytes)
        {
            _bytes.AsSpan(_start, pending).CopyTo(target.AsSpan(_reserved));
            _scanned -= _start - _reserved;
            _start = _reserved;
            _end = _reserved + pending;
        }

        if (target != _bytes)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = target;
        }
    }
}
