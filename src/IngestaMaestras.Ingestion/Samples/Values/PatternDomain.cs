using System.Text;
using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>The texts that a pattern matches, shorter ones first, each in the order of the alphabet.</summary>
internal sealed class PatternDomain : ValueDomain
{
    private const int LongestText = 64;

    private readonly PatternAutomaton _automaton;
    private readonly int _shortest;
    private readonly int _longest;
    private readonly byte[][] _letters;
    private readonly ulong[][] _counts; // By length, then state: texts of that length that lead from the state to a match.

    public PatternDomain(PatternAutomaton automaton, int shortest, int longest)
    {
        _automaton = automaton;
        _shortest = Math.Max(1, shortest);
        _longest = Math.Min(longest, LongestText);
        _letters = [.. automaton.Alphabet.Select(c => Encoding.UTF8.GetBytes([c]))];
        _counts = new ulong[Math.Max(0, _longest) + 1][];
        for (int length = 0; length < _counts.Length; length++)
            _counts[length] = CountTexts(length);
        for (int length = _shortest; length <= _longest; length++)
            Count = Math.Min(MaxCount, Count + _counts[length][PatternAutomaton.Start]);
    }

    public override ulong Count { get; }

    public override void Write(ulong index, SampleRecord record, int ordinal)
    {
        int length = _shortest;
        for (; index >= _counts[length][PatternAutomaton.Start]; length++)
            index -= _counts[length][PatternAutomaton.Start];

        Span<byte> text = stackalloc byte[LongestText * 4];
        int written = 0;
        int state = PatternAutomaton.Start;
        for (int rest = length - 1; rest >= 0; rest--)
        {
            int letter = 0;
            for (; ; letter++)
            {
                int next = _automaton.Next(state, letter);
                ulong texts = next < 0 ? 0 : _counts[rest][next];
                if (index < texts)
                {
                    state = next;
                    break;
                }

                index -= texts;
            }

            _letters[letter].CopyTo(text[written..]);
            written += _letters[letter].Length;
        }

        record.Set(ordinal, text[..written], length, FieldValue.OfText(0, written));
    }

    public override bool TryIndexOf(string canonical, out ulong index)
    {
        index = 0;
        if (canonical.Length < _shortest || canonical.Length > _longest)
            return false;

        UInt128 rank = 0;
        for (int length = _shortest; length < canonical.Length; length++)
            rank += _counts[length][PatternAutomaton.Start];

        int state = PatternAutomaton.Start;
        for (int i = 0; i < canonical.Length; i++)
        {
            int letter = _automaton.Alphabet.IndexOf(canonical[i], StringComparison.Ordinal);
            if (letter < 0)
                return false;
            for (int before = 0; before < letter; before++)
            {
                int other = _automaton.Next(state, before);
                rank += other < 0 ? 0 : _counts[canonical.Length - 1 - i][other];
            }

            state = _automaton.Next(state, letter);
            if (state < 0)
                return false;
        }

        index = rank < Count ? (ulong)rank : 0;
        return rank < Count && _automaton.IsMatch(state);
    }

    private ulong[] CountTexts(int length)
    {
        ulong[] counts = new ulong[_automaton.StateCount];
        for (int state = 0; state < counts.Length; state++)
        {
            if (length == 0)
            {
                counts[state] = _automaton.IsMatch(state) ? 1UL : 0;
                continue;
            }

            for (int letter = 0; letter < _letters.Length; letter++)
            {
                int next = _automaton.Next(state, letter);
                if (next >= 0)
                    counts[state] = Math.Min(MaxCount, counts[state] + _counts[length - 1][next]);
            }
        }

        return counts;
    }
}
