using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Parsing;

/// <summary>
/// Reads a master's file once, in constant memory: decodes, cuts, checks types and rules. Each line ends as accepted or
/// rejected; bad data never throws. Not thread-safe.
/// <code>
/// while (await reader.FillAsync(ct))
///     while (reader.TryRead())
///         if (reader.IsAccepted) use(reader.Values, reader.TextBuffer) else collect(reader.LineNumber, reader.Errors)
/// </code>
/// Duplicate keys and references are not the reader's business: they need the whole file or the hub.
/// </summary>
#pragma warning disable CA1822 // Until the members are implemented.
public sealed class RecordReader : IDisposable
{
    /// <summary>Longest line, in bytes without its terminator, that is read; a longer one is rejected as LINEA_LARGA.</summary>
    public const int DefaultMaxLineBytes = 1 << 20;

    public RecordReader(Layout layout, Stream stream, int maxLineBytes = DefaultMaxLineBytes)
    {
        Layout = layout;
        _ = stream;
        _ = maxLineBytes;
    }

    public Layout Layout { get; }

    /// <summary>Number, from 1, of the line just read.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Lines read so far without the header: accepted plus rejected.</summary>
    public long ReadCount { get; private set; }

    public bool IsAccepted { get; private set; }

    /// <summary>
    /// The values in the order of <see cref="Layout.Columns"/>, constants included. For a rejected line only the values
    /// that passed are meaningful, and only key values are promised, when <see cref="IsKeyReadable"/>.
    /// </summary>
    public ReadOnlySpan<FieldValue> Values => default;

    /// <summary>What the text values' offsets point into; UTF-8 whatever the file's encoding.</summary>
    public ReadOnlySpan<byte> TextBuffer => default;

    /// <summary>The line as it stands in the file, without terminator (a line over the limit: its first bytes).</summary>
    public ReadOnlySpan<byte> RawLine => default;

    /// <summary>Errors of a rejected line; empty for an accepted one.</summary>
    public IReadOnlyList<RecordError> Errors { get; } = [];

    /// <summary>Findings of rules of severity <c>aviso</c>, for accepted and rejected lines.</summary>
    public IReadOnlyList<RecordError> Warnings { get; } = [];

    /// <summary>
    /// Every key field passed its own checks and the line is neither short, malformed, too long nor wrongly encoded. A
    /// layout whose key is the whole record has a readable key only when the record is accepted.
    /// </summary>
    public bool IsKeyReadable { get; private set; }

    /// <summary>Reads more bytes. False when the file has ended and every line was read.</summary>
    public ValueTask<bool> FillAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Advances to the next complete line in the buffer. False when more bytes are needed.</summary>
    public bool TryRead() => throw new NotImplementedException();

    public void Dispose()
    {
    }
}
