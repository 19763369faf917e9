using System.Buffers;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>Fetches lines of a file by number: what only the merge found wrong is quoted from the file itself.</summary>
internal static class RawLines
{
    private const int BlockBytes = 256 * 1024;
    private const byte EndOfFile = 0x1A;

    /// <summary>Calls <paramref name="use"/> for each wanted line, in order, without its terminator.</summary>
    /// <param name="wanted">Line numbers, ascending.</param>
    /// <param name="maxBytes">Longer lines are cut to this.</param>
    public static async Task ReadAsync(
        string path, IEnumerable<long> wanted, int maxBytes, Func<long, ReadOnlyMemory<byte>, ValueTask> use, CancellationToken ct)
    {
        using var numbers = wanted.GetEnumerator();
        if (!numbers.MoveNext())
        {
            return;
        }

        await using FileStream file = new(
            path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        var block = new byte[BlockBytes];
        ArrayBufferLine line = new(maxBytes);
        long number = 1;
        int count;
        while ((count = await file.ReadAsync(block, ct)) > 0)
        {
            for (var start = 0; start < count;)
            {
                var length = block.AsSpan(start, count - start).IndexOf((byte)'\n');
                var ended = length >= 0;
                if (number == numbers.Current)
                {
                    line.Append(block.AsSpan(start, ended ? length : count - start));
                }

                if (!ended)
                {
                    break;
                }

                if (number == numbers.Current)
                {
                    await use(number, line.Take());
                    if (!numbers.MoveNext())
                    {
                        return;
                    }
                }

                number++;
                start += length + 1;
            }
        }

        if (number == numbers.Current)
        {
            await use(number, line.TakeLast());
        }
    }

    private sealed class ArrayBufferLine(int maxBytes)
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public void Append(ReadOnlySpan<byte> part) =>
            _bytes.Write(part[..Math.Min(part.Length, maxBytes - _bytes.WrittenCount)]);

        public ReadOnlyMemory<byte> Take() => Take(_bytes.WrittenSpan);

        /// <summary>The last line of the file, without the Ctrl-Z that ends the file and is no part of it.</summary>
        public ReadOnlyMemory<byte> TakeLast() =>
            Take(_bytes.WrittenCount < maxBytes && _bytes.WrittenSpan is [.. var line, EndOfFile] ? line : _bytes.WrittenSpan);

        private ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> written)
        {
            var line = (written is [.. var text, (byte)'\r'] ? text : written).ToArray();
            _bytes.ResetWrittenCount();
            return line;
        }
    }
}
