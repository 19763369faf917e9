using System.Security.Cryptography;
using System.Text;
using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Ingestion.Hub.Staging;

namespace IngestaMaestras.Ingestion.Checks;

/// <summary>Reads a file with the reader that loads it, once, and keeps nothing but counts and the first findings.</summary>
public static class FileChecker
{
    /// <summary>Findings that are told one by one.</summary>
    public const int MaxFindings = 50;

    /// <summary>Keys that are remembered to find those that repeat; beyond it memory would grow with the file.</summary>
    private const int MaxKeys = 1_000_000;

    /// <param name="path">Full path.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<FileCheck> CheckAsync(Layout layout, string path, CancellationToken ct)
    {
        await using HashingStream stream = new(new FileStream(
            path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan }));
        using RecordReader reader = new(layout, stream);
        Dictionary<UInt128, long> lineOfKey = [];
        Dictionary<string, long> byType = [];
        List<LineFinding> first = [];
        long accepted = 0;
        long warnings = 0;
        var hasAllKeys = true;
        while (await reader.FillAsync(ct))
        {
            while (reader.TryRead())
            {
                hasAllKeys &= lineOfKey.Count < MaxKeys;
                var errors = reader.IsAccepted && hasAllKeys && FindRepeated(reader, lineOfKey) is { } repeated ? [repeated] : reader.Errors;
                accepted += errors.Count == 0 ? 1 : 0;
                warnings += reader.Warnings.Count;
                foreach (var error in errors)
                {
                    byType[error.Type] = byType.GetValueOrDefault(error.Type) + 1;
                    if (first.Count < MaxFindings)
                    {
                        first.Add(new LineFinding(reader.LineNumber, error));
                    }
                }
            }
        }

        return new FileCheck(
            stream.BytesRead, stream.GetHash(), reader.ReadCount, accepted, reader.ReadCount - accepted, warnings, first,
            [.. byType.OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal)], hasAllKeys);
    }

    private static RecordError? FindRepeated(RecordReader reader, Dictionary<UInt128, long> lineOfKey)
    {
        var key = KeyText.Of(reader.Layout, reader.Values, reader.TextBuffer);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var digest = System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
        return lineOfKey.TryAdd(digest, reader.LineNumber) ? null : FileJudge.Repeated(reader.Layout, key, lineOfKey[digest]);
    }
}
