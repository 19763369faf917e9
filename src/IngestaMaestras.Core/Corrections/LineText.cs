using System.Buffers;
using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Core.Corrections;

/// <summary>
/// The bytes of a line, whatever they are, as characters: bytes that stand for none, and control characters, are each one
/// character that is shown as U+FFFD.
/// </summary>
internal sealed class LineText
{
    private const char BadCharacter = '\uFFFD';

    private readonly byte[] _bytes;
    private readonly int[] _starts; // One more than there are characters.
    private readonly bool[] _isBad;
    private readonly int[] _runes;

    public LineText(ReadOnlySpan<byte> line, Layout layout)
    {
        _bytes = line.ToArray();
        List<int> starts = [];
        List<bool> bad = [];
        List<int> runes = [];
        for (int offset = 0; offset < line.Length;)
        {
            int value = Decode(line[offset..], layout.Encoding, out int length);
            starts.Add(offset);
            bad.Add(value < 0 || (value <= char.MaxValue && ControlText.IsControl((char)value) && value != layout.Delimiter));
            runes.Add(value);
            offset += length;
        }

        starts.Add(line.Length);
        _starts = [.. starts];
        _isBad = [.. bad];
        _runes = [.. runes];
    }

    public int Count => _isBad.Length;

    public ReadOnlySpan<byte> Bytes(int start, int end) =>
        _bytes.AsSpan(_starts[Math.Min(start, Count)].._starts[Math.Min(end, Count)]);

    public bool HasBad(int start, int end) => _isBad.AsSpan(Math.Min(start, Count)..Math.Min(end, Count)).Contains(true);

    /// <summary>What is shown for characters; a terminal's or a browser's own handling of controls plays no part.</summary>
    public string Show(int start, int end)
    {
        StringBuilder text = new();
        for (int i = Math.Min(start, Count); i < Math.Min(end, Count); i++)
            text.Append(_isBad[i] ? BadCharacter.ToString() : new Rune(_runes[i]).ToString());
        return text.ToString();
    }

    private static int Decode(ReadOnlySpan<byte> bytes, SourceEncoding encoding, out int length)
    {
        if (encoding == SourceEncoding.Utf8)
            return Rune.DecodeFromUtf8(bytes, out Rune rune, out length) == OperationStatus.Done ? rune.Value : -1;

        length = 1;
        char c = SingleByteMap.ToChar(encoding, bytes[0]);
        return c == SingleByteMap.Undefined ? -1 : c;
    }
}
