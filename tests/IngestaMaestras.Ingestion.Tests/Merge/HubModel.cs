namespace IngestaMaestras.Ingestion.Tests.Merge;

/// <summary>
/// What the rules of the merge come to, done plainly in memory: the twin that the real one must agree with. Cities only
/// (<see cref="Support.Maestra.Ciudad"/>).
/// </summary>
internal sealed class HubModel(bool isFull)
{
    private (string Date, int Chain) _position;

    /// <summary>Key to value, and the position of the file that wrote it.</summary>
    public SortedDictionary<int, (string Value, (string Date, int Chain) Position)> Rows { get; } = [];

    public SortedSet<int> Tombstones { get; } = [];

    public IEnumerable<string> Lines => Rows.Select(r => $"{r.Key}|{r.Value.Value}");

    /// <summary>Loads a file and gives its state and counts as <see cref="Support.FileResult.ToString"/> does.</summary>
    public string Load(string date, int chain, IReadOnlyList<Line> lines)
    {
        (string, int) position = (date, chain);
        Dictionary<int, string> accepted = [];
        foreach (Line line in lines.Where(l => l.Kind == LineKind.Valid))
            accepted.TryAdd(line.Key, line.Value);
        int rejected = lines.Count - accepted.Count;
        string read = FormattableString.Invariant($"{lines.Count}={accepted.Count}+{rejected}");
        if (isFull && Compare(_position, position) > 0)
            return $"superseded {read} i0 u0 d0 =0";
        if (accepted.Count == 0)
            return $"failed {read} i0 u0 d0 =0";

        List<int> inserted = [.. accepted.Keys.Except(Rows.Keys)];
        List<int> updated = [.. accepted.Keys.Intersect(Rows.Keys).Where(k => Rows[k].Value != accepted[k] && (isFull || Compare(Rows[k].Position, position) <= 0))];
        List<int> deleted = FindDeleted(accepted, lines);
        bool isHeld = deleted.Count >= 10 && deleted.Count > 0.2 * Rows.Count;
        if (!isHeld)
        {
            foreach (int key in inserted.Concat(updated))
                Rows[key] = (accepted[key], position);
            foreach (int key in deleted)
                Rows.Remove(key);
            Tombstones.UnionWith(deleted);
            Tombstones.ExceptWith(inserted);
            _position = Compare(_position, position) > 0 ? _position : position;
        }

        return FormattableString.Invariant(
            $"{(isHeld ? "held" : "loaded")} {read} i{inserted.Count} u{updated.Count} d{deleted.Count} ={accepted.Count - inserted.Count - updated.Count}");
    }

    private List<int> FindDeleted(Dictionary<int, string> accepted, IReadOnlyList<Line> lines) =>
        !isFull || lines.Any(l => l.Kind == LineKind.Unreadable)
            ? []
            : [.. Rows.Keys.Except(accepted.Keys).Except(lines.Where(l => l.Kind == LineKind.Rejected).Select(l => l.Key))];

    private static int Compare((string Date, int Chain) one, (string Date, int Chain) other) =>
        string.CompareOrdinal(one.Date, other.Date) is var order && order != 0 ? order : one.Chain.CompareTo(other.Chain);

    internal enum LineKind
    {
        Valid,

        /// <summary>Rejected, with its key in good order.</summary>
        Rejected,

        /// <summary>Rejected, its key unknown.</summary>
        Unreadable,
    }

    internal sealed record Line(LineKind Kind, int Key, string Value)
    {
        /// <summary>As the file has it.</summary>
        public string Text => Kind switch
        {
            LineKind.Valid => $"{Key}|{Value.Replace("∅", "", StringComparison.Ordinal)}",
            LineKind.Rejected => $"{Key}||",
            LineKind.Unreadable => "?|NADIE|",
            _ => throw new InvalidOperationException($"LineKind {Kind}"),
        };
    }
}
