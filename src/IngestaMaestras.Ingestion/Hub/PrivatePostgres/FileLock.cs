namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>Locks between processes that the system releases when their holder dies.</summary>
internal static class FileLock
{
    // EAGAIN / EWOULDBLOCK of flock(2), which is what a file opened with FileShare.None or FileShare.Read maps to.
    private const int WouldBlock = 11;

    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Excludes everyone else.</summary>
    /// <returns>Null when others held it for the whole <paramref name="timeout"/>.</returns>
    public static async Task<FileStream?> TryExclusiveAsync(string file, TimeSpan timeout, CancellationToken ct)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult == WouldBlock)
            {
                if (Environment.TickCount64 - start >= timeout.TotalMilliseconds)
                    return null;
            }
            await Task.Delay(RetryEvery, ct);
        }
    }

    /// <summary>Excludes only those who want the lock for themselves.</summary>
    public static FileStream Shared(string file) =>
        new(file, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
}
