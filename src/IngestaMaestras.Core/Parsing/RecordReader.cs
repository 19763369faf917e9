using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// Reads a master's file once, in constant memory: decodes, cuts, checks types and rules. Each line ends as accepted or
/// rejected; bad data never throws. Accepted lines allocate nothing. Not thread-safe.
/// <code>
/// while (await reader.FillAsync(ct))
///     while (reader.TryRead())
///         if (reader.IsAccepted) use(reader.Values, reader.TextBuffer) else collect(reader.LineNumber, reader.Errors)
/// </code>
/// Duplicate keys and references are not the reader's business: they need the whole file or the hub.
/// Positions count characters, and a character is one Unicode scalar value.
/// </summary>
public sealed class RecordReader : IDisposable
{
    /// <summary>Longest line, in bytes without its terminator, that is read; a longer one is rejected as LINEA_LARGA.</summary>
    public const int DefaultMaxLineBytes = 1 << 20;

    /// <summary>Largest limit that can be asked for.</summary>
    public const int LargestMaxLineBytes = 1 << 30;

    /// <summary>How much of a line over the limit <see cref="RawLine"/> holds, unless the limit is lower.</summary>
    public const int LongLineHeadBytes = LineBuffer.LongLineHeadBytes;

    private readonly int _maxLineBytes;
    private readonly LineBuffer _lines;
    private readonly LineDecoder _decoder;
    private readonly LineCutter _cutter;
    private readonly FieldReader[] _fields;
    private readonly FieldValue[] _values;
    private readonly LineFindings _findings = new();

    /// <param name="stream">The file's bytes. Stays open when the reader is disposed.</param>
    /// <exception cref="ArgumentException">The layout is not one that the loader would let through.</exception>
    public RecordReader(Layout layout, Stream stream, int maxLineBytes = DefaultMaxLineBytes)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxLineBytes, LargestMaxLineBytes);
        if (layout.Delimiter is (byte)'\r' or (byte)'\n' or > 0x7F)
            throw new ArgumentException($"{layout.Maestra}: the delimiter must be ASCII and no line end.", nameof(layout));

        Layout = layout;
        _maxLineBytes = maxLineBytes;
        _fields =
        [
            .. Enumerable.Range(0, layout.Columns.Count)
                .Where(i => !layout.Columns[i].IsConstant)
                .Select(i => new FieldReader(layout, i)),
        ];
        ConstantValues constants = new(layout);
        _values = constants.Values;
        ClearValues();

        _cutter = LineCutter.For(layout, [.. _fields.Select(f => f.Column)]);
        _decoder = new LineDecoder(layout.Encoding, layout.Delimiter, constants.Text);
        _lines = new LineBuffer(stream, maxLineBytes, constants.Text);
    }

    public Layout Layout { get; }

    /// <summary>Bytes read from the stream so far.</summary>
    public long BytesRead => _lines.BytesRead;

    /// <summary>Number, from 1, of the line just read.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Lines read so far without the header: accepted plus rejected.</summary>
    public long ReadCount { get; private set; }

    public bool IsAccepted { get; private set; }

    /// <summary>
    /// The values in the order of <see cref="Layout.Columns"/>, constants included. For a rejected line only the values
    /// that passed are meaningful (the others are null), and only key values are promised, when <see cref="IsKeyReadable"/>.
    /// </summary>
    public ReadOnlySpan<FieldValue> Values => _values;

    /// <summary>What the text values' offsets point into; UTF-8 whatever the file's encoding.</summary>
    public ReadOnlySpan<byte> TextBuffer => _decoder.Buffer;

    /// <summary>
    /// The line as it stands in the file, without terminator. Of a line over the limit, its first bytes: no more than
    /// <see cref="LongLineHeadBytes"/>, and no more than the limit.
    /// </summary>
    public ReadOnlySpan<byte> RawLine => _lines.Line;

    /// <summary>Errors of a rejected line; empty for an accepted one. The list is the line's own and may be kept.</summary>
    public IReadOnlyList<RecordError> Errors => _findings.Errors;

    /// <summary>Findings of rules of severity <c>aviso</c>, for accepted and rejected lines.</summary>
    public IReadOnlyList<RecordError> Warnings => _findings.Warnings;

    /// <summary>
    /// Every key field passed its own checks and the line is neither short, malformed, too long nor wrongly encoded. A
    /// layout whose key is the whole record has a readable key only when the record is accepted.
    /// </summary>
    public bool IsKeyReadable { get; private set; }

    /// <summary>Reads more bytes. False when the file has ended and every line was read.</summary>
    public ValueTask<bool> FillAsync(CancellationToken ct) => _lines.FillAsync(ct);

    /// <summary>Advances to the next complete line in the buffer. False when more bytes are needed.</summary>
    public bool TryRead()
    {
        if (!_lines.TryReadLine())
            return false;
        LineNumber++;

        if (LineNumber == 1 && Layout.IgnoreHeader)
        {
            if (!_lines.TryReadLine())
                return false;
            LineNumber++;
        }

        ReadCount++;
        _findings.Clear();
        bool isKeyGood = JudgeLine() && JudgeFields();
        IsAccepted = !_findings.HasErrors;
        IsKeyReadable = Layout.WholeRecordKey ? IsAccepted : isKeyGood;
        return true;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _decoder.Dispose();
    }

    /// <summary>Decodes and cuts. False when the line as a whole is wrong, so that its key cannot be trusted.</summary>
    private bool JudgeLine()
    {
        if (_lines.IsTooLong)
        {
            _decoder.Clear(_lines.Bytes);
            return Reject(RecordErrors.LongLine(RawLine, Layout.Encoding, _lines.FullLength, _maxLineBytes));
        }

        if (!_decoder.TryDecode(_lines.Bytes, _lines.LineOffset, _lines.LineLength))
            return Reject([.. _decoder.Diagnose(RawLine)]);
        if (_lines.LineLength == 0)
            return Reject(RecordErrors.BlankLine());

        ReadOnlySpan<byte> line = _decoder.Buffer.AsSpan(_decoder.Offset, _decoder.Length);
        if (_cutter.TryCut(line, _decoder.IsAscii))
            return true;

        Reject([.. _cutter.Diagnose(line)]);
        if (_cutter.HasFields)
            JudgeFields();
        return false;
    }

    /// <summary>Checks and reads every field that the line has. False when one of the key has an error.</summary>
    private bool JudgeFields()
    {
        ReadOnlySpan<byte> buffer = _decoder.Buffer;
        ReadOnlySpan<byte> line = buffer.Slice(_decoder.Offset, _decoder.Length);
        ReadOnlySpan<FieldSlice> slices = _cutter.Slices;
        bool isAscii = _decoder.IsAscii;
        bool isKeyGood = true;
        for (int i = 0; i < _fields.Length; i++)
        {
            FieldReader field = _fields[i];
            ref FieldValue value = ref _values[field.Ordinal];
            if (slices[i].IsAbsent)
            {
                // A required field can only be absent from a short line, which is an error of its own.
                value = FieldValue.Null(field.Column.Type.Kind);
                continue;
            }

            FieldSlice trimmed = Utf8Text.Trim(line, slices[i]);
            FieldSlice inBuffer = trimmed with { Start = trimmed.Start + _decoder.Offset };
            bool isGood = field.TryRead(buffer, inBuffer, isAscii, _findings, out value);
            isKeyGood &= isGood || !field.Column.IsKey;
        }

        return isKeyGood;
    }

    /// <summary>Always false, the line's verdict.</summary>
    private bool Reject(params ReadOnlySpan<RecordError> errors)
    {
        foreach (RecordError error in errors)
            _findings.AddError(error);
        ClearValues();
        return false;
    }

    private void ClearValues()
    {
        foreach (FieldReader field in _fields)
            _values[field.Ordinal] = FieldValue.Null(field.Column.Type.Kind);
    }
}
