namespace IngestaMaestras.Ingestion.Samples.Values;

/// <summary>
/// A pattern as a graph: edges that consume a letter and edges that consume nothing, some of them only at an end of the
/// text. The pattern may match anywhere in the text, so letters are skipped freely before and after it.
/// </summary>
internal sealed class PatternGraph
{
    public const int MaxNodes = 4000;

    private readonly List<List<(PatternEdge Where, int Target)>> _free = [];
    private readonly List<List<(bool[] Letters, int Target)>> _consuming = [];

    public int Start { get; set; }

    public int Accept { get; set; }

    public bool IsTooLarge => _free.Count > MaxNodes;

    public int AddNode()
    {
        _free.Add([]);
        _consuming.Add([]);
        return _free.Count - 1;
    }

    public void AddFree(int from, int to, PatternEdge where = PatternEdge.Free) => _free[from].Add((where, to));

    public void AddConsuming(int from, int to, bool[] letters) => _consuming[from].Add((letters, to));

    public IEnumerable<int> Step(int[] nodes, int letter) => nodes
        .SelectMany(n => _consuming[n])
        .Where(e => e.Letters[letter])
        .Select(e => e.Target);

    /// <summary>Every node that can be reached without a letter, in order.</summary>
    public int[] Close(IEnumerable<int> nodes, PatternEdge where)
    {
        SortedSet<int> closed = [.. nodes];
        Stack<int> open = new(closed);
        while (open.TryPop(out int node))
        {
            foreach ((PatternEdge needed, int target) in _free[node])
            {
                if ((needed & where) == needed && closed.Add(target))
                    open.Push(target);
            }
        }

        return [.. closed];
    }

    public bool IsMatch(int[] nodes, bool isStart) =>
        Close(nodes, isStart ? PatternEdge.AtStart | PatternEdge.AtEnd : PatternEdge.AtEnd).Contains(Accept);
}
