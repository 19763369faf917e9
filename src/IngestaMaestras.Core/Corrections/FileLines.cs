namespace IngestaMaestras.Core.Corrections;

/// <summary>
/// A file in memory as lines, counted and cut as the reader does it, from which it can be written again byte by byte: a
/// BOM, line ends of either kind, a missing last one and a trailing Ctrl-Z all stay what they are.
/// </summary>
public sealed class FileLines
{
    private const byte ControlZ = 0x1A;

    private readonly byte[] _bytes;
    private readonly List<(int Start, int Length, int Next)> _lines = [];
    private readonly int _end;

    private FileLines(byte[] bytes)
    {
        _bytes = bytes;
        _end = bytes is [.., ControlZ] ? bytes.Length - 1 : bytes.Length;
        int start = bytes.AsSpan().StartsWith(Bom) ? Bom.Length : 0;
        // A Ctrl-Z right behind a BOM is all that there is.
        while (start < _end)
        {
            int found = bytes.AsSpan(start, _end - start).IndexOf((byte)'\n');
            int end = found < 0 ? _end : start + found;
            int length = end - start;
            if (length > 0 && bytes[end - 1] == '\r')
                length--;
            int next = found < 0 ? _end : end + 1;
            _lines.Add((start, length, next));
            start = next;
        }
    }

    private static ReadOnlySpan<byte> Bom => [0xEF, 0xBB, 0xBF];

    public int Count => _lines.Count;

    /// <summary>A line without its terminator.</summary>
    /// <param name="number">From 1, as an editor shows it.</param>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_lines[number - 1].Start, _lines[number - 1].Length);

    /// <param name="bytes">The whole file; it must not change afterwards.</param>
    public static FileLines Of(byte[] bytes) => new(bytes);

    /// <summary>The file with some lines replaced, each keeping its terminator.</summary>
    /// <param name="changes">By line number; null takes the line out, terminator and all.</param>
    public byte[] With(IReadOnlyDictionary<int, byte[]?> changes)
    {
        using MemoryStream file = new(_bytes.Length);
        int copied = 0;
        for (int number = 1; number <= _lines.Count; number++)
        {
            if (!changes.TryGetValue(number, out byte[]? line))
                continue;

            (int start, int length, int next) = _lines[number - 1];
            file.Write(_bytes, copied, start - copied);
            if (line is not null)
                file.Write(line);
            copied = line is null ? next : start + length;
        }

        file.Write(_bytes, copied, _bytes.Length - copied);
        byte[] result = file.ToArray();
        // A line that becomes the first must not have its own beginning taken for a BOM.
        bool isTakenForBom = result.AsSpan().StartsWith(Bom) && !_bytes.AsSpan().StartsWith(Bom);
        return isTakenForBom ? [.. Bom, .. result] : result;
    }
}
