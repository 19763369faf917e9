namespace IngestaMaestras.Ingestion.Samples.Lines;

/// <summary>The bytes of a line under construction; one for all lines of a file.</summary>
internal sealed class LineBuilder
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public Span<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void AppendSpaces(int count)
    {
        if (count <= 0)
            return;
        Reserve(count)[..count].Fill((byte)' ');
        Length += count;
    }

    /// <summary>Puts other bytes in the place of all.</summary>
    public void Replace(ReadOnlySpan<byte> bytes)
    {
        Clear();
        Append(bytes);
    }

    public void Cut(int length) => Length = length;

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + count));
        return _bytes.AsSpan(Length);
    }
}
