namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>One master's way to one target, for as long as this worker delivers it.</summary>
public interface IDeliverySession : IAsyncDisposable
{
    /// <summary>
    /// Sends a chunk, all of it or nothing, in the order given. A row that the target refuses for its contents is told
    /// and left out; it does not hold up the others.
    /// </summary>
    /// <param name="ensureOwner">
    /// To be awaited right before the commit: throws <see cref="DeliveryLostException"/> when another worker has taken
    /// over, and then nothing may be committed.
    /// </param>
    /// <returns>The rows that were refused, with the target's reason.</returns>
    /// <exception cref="DeliveryException">The chunk was not sent, or nobody can tell; it is sent again later.</exception>
    Task<IReadOnlyList<RowFault>> SendAsync(DeliveryChunk chunk, Func<CancellationToken, Task> ensureOwner, CancellationToken ct);
}
