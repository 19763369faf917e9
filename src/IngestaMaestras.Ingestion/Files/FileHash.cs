using System.Security.Cryptography;

namespace IngestaMaestras.Ingestion.Files;

/// <summary>SHA-256 of files, lower-case hexadecimal.</summary>
public static class FileHash
{
    public static async Task<string> ComputeAsync(string path, CancellationToken ct)
    {
        await using FileStream stream = new(path, new FileStreamOptions
        {
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
        });
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, ct));
    }
}
