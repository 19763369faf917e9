using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// The chunks of a feed, one after the other; while one is being sent the next is already being read. A row that changes
/// in between is sent as it was read and again with its new version: nothing is skipped, and a key's versions only rise.
/// </summary>
internal sealed class FeedReader(ChangeFeed feed, Layout layout, FeedRange range, long watermark) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task<DeliveryChunk?>? _ahead;

    /// <summary>The next chunk, which may hold no changes; null when there is nothing above the last one at this moment.</summary>
    public async Task<DeliveryChunk?> NextAsync(CancellationToken ct)
    {
        var chunk = _ahead is null ? null : await _ahead;
        _ahead = null;
        // What was not there a moment ago may be now.
        chunk ??= await ReadAsync(ct);
        if (chunk is not null)
        {
            range.Note(chunk.Changes.Count);
            watermark = chunk.UpTo;
            _ahead = ReadAheadAsync(ct);
        }

        return chunk;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_ahead is not null)
        {
            // Nobody asked for it any more: how it ended is of no interest.
            await ((Task)_ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
    }

    private async Task<DeliveryChunk?> ReadAheadAsync(CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        return await ReadAsync(either.Token);
    }

    private async Task<DeliveryChunk?> ReadAsync(CancellationToken ct)
    {
        var last = await feed.ReadLastVersionAsync(layout.Maestra, ct);
        return watermark >= last ? null : await feed.ReadAsync(layout, watermark, range.Until(watermark, last), range.ChunkSize, ct);
    }
}
