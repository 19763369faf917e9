using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>Codes over an alphabet of ASCII characters: those of full length first, then shorter ones.</summary>
internal sealed class CodeDomain : ValueDomain
{
    /// <summary>Codes longer than that make no sense.</summary>
    public const int MaxCharacters = 1024;

    private readonly string _alphabet;
    private readonly int _longest;
    private readonly ulong[] _countOfLength;

    /// <param name="longest">At most <see cref="MaxCharacters"/>.</param>
    public CodeDomain(string alphabet, int shortest, int longest)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(longest, MaxCharacters);
        _alphabet = alphabet;
        _longest = longest;
        _countOfLength = new ulong[longest + 1];
        ulong codes = 1;
        for (int length = 1; length <= longest; length++)
        {
            codes = codes > MaxCount / (ulong)alphabet.Length ? MaxCount : codes * (ulong)alphabet.Length;
            _countOfLength[length] = length < shortest ? 0 : codes;
            Count = Math.Min(MaxCount, Count + _countOfLength[length]);
        }
    }

    public override ulong Count { get; }

    public override void Write(ulong index, SampleRecord record, int ordinal)
    {
        int length = _longest;
        for (; index >= _countOfLength[length]; length--)
            index -= _countOfLength[length];

        Span<byte> code = stackalloc byte[MaxCharacters];
        code = code[..length];
        for (int i = length - 1; i >= 0; i--)
        {
            (index, ulong digit) = Math.DivRem(index, (ulong)_alphabet.Length);
            code[i] = (byte)_alphabet[(int)digit];
        }

        record.Set(ordinal, code, length, FieldValue.OfText(0, length));
    }

    public override bool TryIndexOf(string canonical, out ulong index)
    {
        index = 0;
        if (canonical.Length == 0 || canonical.Length > _longest || _countOfLength[canonical.Length] == 0)
            return false;

        UInt128 rank = 0;
        foreach (char c in canonical)
        {
            int digit = _alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            rank = (rank * (ulong)_alphabet.Length) + (ulong)digit;
            if (rank >= MaxCount)
                return false;
        }

        for (int length = _longest; length > canonical.Length; length--)
            rank += _countOfLength[length];
        index = (ulong)rank;
        return rank < Count;
    }
}
