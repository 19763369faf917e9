using System.Security.Cryptography;

namespace IngestaMaestras.Ingestion.Samples.Writing;

/// <summary>Writes a file in large blocks and hashes what it writes.</summary>
internal sealed class HashedFile : IAsyncDisposable
{
    private const int BlockBytes = 1 << 20;

    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _block = new byte[BlockBytes];
    private int _used;

    public HashedFile(string path) =>
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

    public long Length { get; private set; }

    /// <summary>There is so much to write that <see cref="FlushAsync"/> is due.</summary>
    public bool IsBlockFull => _used >= BlockBytes / 2;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_block.Length - _used < bytes.Length)
            Array.Resize(ref _block, Math.Max(2 * _block.Length, _used + bytes.Length));
        bytes.CopyTo(_block.AsSpan(_used));
        _used += bytes.Length;
    }

    public async Task FlushAsync(CancellationToken ct)
    {
        _hash.AppendData(_block, 0, _used);
        await _stream.WriteAsync(_block.AsMemory(0, _used), ct);
        Length += _used;
        _used = 0;
    }

    /// <summary>SHA-256 of everything flushed, in lower-case hexadecimal.</summary>
    public string HashOf() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _stream.DisposeAsync();
    }
}
