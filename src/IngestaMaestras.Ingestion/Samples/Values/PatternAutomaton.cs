namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>A deterministic automaton over a small alphabet that accepts what a rule's pattern matches.</summary>
internal sealed class PatternAutomaton
{
    public const int Start = 0;

    private const int MaxStates = 5000;

    private readonly List<int[]> _next = [];
    private readonly List<bool> _matches = [];

    private PatternAutomaton(string alphabet) => Alphabet = alphabet;

    public string Alphabet { get; }

    public int StateCount => _next.Count;

    /// <summary>The state that a letter leads to; negative when no match can follow.</summary>
    public int Next(int state, int letter) => _next[state][letter];

    public bool IsMatch(int state) => _matches[state];

    /// <summary>Null when the pattern needs more states than is reasonable.</summary>
    public static PatternAutomaton? TryBuild(PatternGraph graph, string alphabet)
    {
        PatternAutomaton automaton = new(alphabet);
        List<int[]> sets = [graph.Close([graph.Start], PatternEdge.AtStart)];
        Dictionary<string, int> stateOfSet = new(StringComparer.Ordinal) { [NameOf(sets[0])] = Start };
        for (int state = 0; state < sets.Count; state++)
        {
            automaton._matches.Add(graph.IsMatch(sets[state], isStart: state == Start));
            int[] next = new int[alphabet.Length];
            for (int letter = 0; letter < alphabet.Length; letter++)
            {
                int[] set = graph.Close(graph.Step(sets[state], letter), PatternEdge.Free);
                string name = NameOf(set);
                if (set.Length == 0)
                {
                    next[letter] = -1;
                    continue;
                }

                if (!stateOfSet.TryGetValue(name, out next[letter]))
                {
                    if (sets.Count == MaxStates)
                        return null;
                    next[letter] = stateOfSet[name] = sets.Count;
                    sets.Add(set);
                }
            }

            automaton._next.Add(next);
        }

        return automaton;
    }

    // The initial set is closed over the start of the text, so no other state may be taken for it.
    private static string NameOf(int[] set) => string.Join(',', set);
}
