namespace IngestaMaestras.Ingestion.Files;

/// <summary>A file that somebody reads, wherever it is kept.</summary>
/// <param name="Path">On this machine.</param>
/// <param name="IsCopy">Made for the reader alone: it goes with this.</param>
internal sealed record BorrowedFile(string Path, bool IsCopy) : IDisposable
{
    public void Dispose()
    {
        if (IsCopy)
        {
            File.Delete(Path);
        }
    }
}
