namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// How many versions the feed is asked for at a time. Rows that changed again have left gaps behind: a range that holds
/// few rows is followed by one twice as wide, so that old versions are passed in a few steps (docs/change-feed.md).
/// </summary>
public sealed class FeedRange
{
    private const int Widest = 1 << 24;

    private int _width;

    public FeedRange(int chunkSize)
    {
        ChunkSize = chunkSize;
        _width = chunkSize;
    }

    /// <summary>Most changes of one chunk.</summary>
    public int ChunkSize { get; }

    /// <summary>Where the next range ends.</summary>
    public long Until(long after, long last) => Math.Min(last, after + _width);

    /// <summary>What the last range held.</summary>
    public void Note(int changes) =>
        _width = changes < ChunkSize / 2 ? Math.Min(Widest, _width * 2) : Math.Max(ChunkSize, _width / 2);
}
