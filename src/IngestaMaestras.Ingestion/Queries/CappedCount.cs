namespace IngestaMaestras.Ingestion.Queries;

/// <summary>A count that stopped counting at a limit, so that it never reads all of history.</summary>
/// <param name="Value">What was counted, at most the limit.</param>
/// <param name="IsCapped">There are more than <paramref name="Value"/>.</param>
public sealed record CappedCount(long Value, bool IsCapped)
{
    /// <param name="counted">Counted up to one more than <paramref name="limit"/>.</param>
    public static CappedCount Of(long counted, int limit) => counted > limit ? new(limit, true) : new(counted, false);
}
