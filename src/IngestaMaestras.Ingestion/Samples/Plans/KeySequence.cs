using IngestaMaestras.Ingestion.Samples.Values;

namespace IngestaMaestras.Ingestion.Samples.Plans;

/// <summary>
/// Numbers the keys of a master: first those that its files usually have, then every other one that its fields can
/// express. Any key can be had by its number, and no two are alike.
/// </summary>
internal sealed class KeySequence
{
    private readonly ulong[] _radices;
    private readonly IReadOnlyList<ulong[]> _usual;
    private readonly ulong[] _usualRanks; // In order; those of usual keys that counting through all keys would meet again.

    /// <param name="domains">One per field of the key.</param>
    /// <param name="usual">Different keys, one number of a value per field.</param>
    public KeySequence(IReadOnlyList<ValueDomain> domains, IReadOnlyList<ulong[]> usual)
    {
        _usual = usual;
        _radices = new ulong[domains.Count];
        ulong total = 1;
        for (int i = domains.Count - 1; i >= 0; i--)
        {
            _radices[i] = Math.Min(domains[i].Count, ValueDomain.MaxCount / total);
            total *= _radices[i];
        }

        _usualRanks = [.. usual.Select(RankOf).OfType<ulong>().Order()];
        Count = total + (ulong)(usual.Count - _usualRanks.Length);
    }

    public ulong Count { get; }

    /// <summary>The number of a value for each field of key <paramref name="index"/>.</summary>
    public void Get(ulong index, Span<ulong> key)
    {
        if (index < (ulong)_usual.Count)
        {
            _usual[(int)index].CopyTo(key);
            return;
        }

        ulong rank = SkipUsual(index - (ulong)_usual.Count);
        for (int i = _radices.Length - 1; i >= 0; i--)
            (rank, key[i]) = Math.DivRem(rank, _radices[i]);
    }

    /// <summary>The rank of the key that has <paramref name="before"/> keys before it, usual ones not counted.</summary>
    private ulong SkipUsual(ulong before)
    {
        // The usual key at place k, in order of rank, is passed when at least rank - k others come before.
        int low = 0;
        int high = _usualRanks.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_usualRanks[middle] - (ulong)middle <= before)
                low = middle + 1;
            else
                high = middle;
        }

        return before + (ulong)low;
    }

    private ulong? RankOf(ulong[] key)
    {
        ulong rank = 0;
        for (int i = 0; i < _radices.Length; i++)
        {
            if (key[i] >= _radices[i])
                return null;
            rank = (rank * _radices[i]) + key[i];
        }

        return rank;
    }
}
