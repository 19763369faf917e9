namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>
/// Picks an exact count of places out of a range, evenly but not regularly, without remembering any: the range is cut
/// into as many stretches as there are picks, and each has one.
/// </summary>
internal sealed class Spread
{
    private readonly long _from;
    private readonly long _length;
    private readonly ulong _seed;
    private long _next = -1; // The pick that Take compares with.
    private long _nextPlace = -1;

    /// <param name="count">No more than the range has.</param>
    public Spread(long count, long from, long to, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, to - from);
        Count = count;
        _from = from;
        _length = to - from;
        _seed = seed;
        Advance();
    }

    public long Count { get; }

    /// <summary>
    /// Whether <paramref name="place"/> is picked, and which pick it is. To be asked in ascending order, each place once.
    /// </summary>
    public bool Take(long place, out long pick)
    {
        pick = _next;
        if (place != _nextPlace)
            return false;
        Advance();
        return true;
    }

    /// <summary>The same picks from the start.</summary>
    public Spread Rewind() => new(Count, _from, _from + _length, _seed);

    private void Advance()
    {
        _next++;
        _nextPlace = _next < Count ? PlaceOf(_next) : -1;
    }

    private long PlaceOf(long pick)
    {
        long start = StartOf(pick);
        SampleRandom random = new(SampleRandom.Derive(_seed, (ulong)pick));
        return _from + start + (long)random.Below((ulong)(StartOf(pick + 1) - start));
    }

    private long StartOf(long pick) => (long)((Int128)pick * _length / Count);
}
