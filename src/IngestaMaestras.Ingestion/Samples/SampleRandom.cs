namespace IngestaMaestras.Ingestion.Samples;

/// <summary>
/// SplitMix64: small, fast and the same on every machine and runtime. Every value of a sample comes from a generator
/// seeded with what the value belongs to, so that any row can be made without those before it.
/// </summary>
internal struct SampleRandom(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong FnvOffset = 0xCBF29CE484222325;
    private const ulong FnvPrime = 0x100000001B3;

    private ulong _state = seed;

    public ulong Next() => Mix(_state += Golden);

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public ulong Below(ulong count) => Math.BigMul(Next(), count, out _);

    public int Below(int count) => (int)Below((ulong)count);

    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>A seed for something that belongs to <paramref name="seed"/>.</summary>
    public static ulong Derive(ulong seed, ulong part) => Mix(seed ^ Mix(part + Golden));

    public static ulong Derive(ulong seed, string part) => Derive(seed, Hash(part));

    private static ulong Hash(string text)
    {
        ulong hash = FnvOffset;
        foreach (char c in text)
            hash = (hash ^ c) * FnvPrime;
        return hash;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
