using IngestaMaestras.Core.Corrections;

namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>A file with somebody's edits made to it, in memory, and what would become of each line.</summary>
public sealed class CorrectionDraft
{
    private readonly Dictionary<int, byte[]?> _changes = [];
    private readonly Dictionary<int, IReadOnlyList<CellProblem>> _problems = [];

    private CorrectionDraft(CorrectionSource source, IReadOnlyDictionary<int, LineEdit> edits)
    {
        Source = source;
        Editor = new LineEditor(source.Layout);
        Edits = edits;
    }

    public CorrectionSource Source { get; }

    public LineEditor Editor { get; }

    public IReadOnlyDictionary<int, LineEdit> Edits { get; }

    /// <summary>Texts that cannot be written, by line.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<CellProblem>> Problems => _problems;

    /// <summary>How each line stands now, by its number in the source; lines that are taken out are missing.</summary>
    public IReadOnlyDictionary<int, LineVerdict> Verdicts { get; private set; } = new Dictionary<int, LineVerdict>();

    /// <summary>The lines in the order in which they are shown: those that are rejected as the file lies there, then the others.</summary>
    public IReadOnlyList<int> Order { get; private set; } = [];

    /// <summary>How many of <see cref="Order"/> are rejected ones.</summary>
    public int RejectedAtFirst { get; private set; }

    /// <summary>The edited file.</summary>
    public byte[] Bytes { get; private set; } = [];

    public IReadOnlyList<LineChange> Changes { get; private set; } = [];

    public int WrongLines => Verdicts.Values.Count(v => !v.IsAccepted || _problems.ContainsKey(v.Number))
        + _problems.Keys.Count(n => !Verdicts.ContainsKey(n));

    public static async Task<CorrectionDraft> CreateAsync(
        CorrectionSource source, IReadOnlyDictionary<int, LineEdit> edits, ParentCheck parents, CancellationToken ct)
    {
        CorrectionDraft draft = new(source, edits);
        draft.Apply();
        var before = await FileJudge.JudgeAsync(source.Layout, source.Bytes, ct);
        draft.Sort(await parents.ApplyAsync(source.Layout, before, ct));
        await draft.JudgeAsync(parents, ct);
        return draft;
    }

    /// <summary>The verdict on one line with an edit made, the other lines as they are in the source; null: it is taken out.</summary>
    public static async Task<(LineVerdict? Verdict, IReadOnlyList<CellProblem> Problems)> JudgeLineAsync(
        CorrectionSource source, int number, LineEdit edit, ParentCheck parents, CancellationToken ct)
    {
        if (edit.IsRemoved)
        {
            return (null, []);
        }

        List<CellProblem> problems = [];
        var line = new LineEditor(source.Layout).Apply(source.Lines[number], edit, problems);
        var verdict = await FileJudge.JudgeLineAsync(source.Layout, line, number, ct);
        if (verdict.Key is { } key)
        {
            var other = (await FileJudge.JudgeAsync(source.Layout, source.Bytes, ct)).FirstOrDefault(v => v.Key == key && v.Number != number);
            if (other is not null && other.Number < number)
            {
                verdict = FileJudge.Repeats(source.Layout, verdict, other.Number);
            }
        }

        return ((await parents.ApplyAsync(source.Layout, [verdict], ct))[0], problems);
    }

    /// <summary>The line as it is shown to be edited, edits made.</summary>
    public EditableLine Show(int number)
    {
        var line = Editor.Read(Source.Lines[number]);
        if (!Edits.TryGetValue(number, out var edit))
        {
            return line;
        }

        // What could not be written is shown, too: it is what has to be put right.
        return line.Cells is { } cells
            ? line with { Cells = [.. cells.Select((text, i) => edit.Cells.GetValueOrDefault(i, text))] }
            : line with { Whole = line.Whole is null ? null : edit.Whole ?? line.Whole };
    }

    public bool IsRemoved(int number) => Edits.TryGetValue(number, out var edit) && edit.IsRemoved;

    private void Apply()
    {
        List<LineChange> changes = [];
        foreach (var (number, edit) in Edits.OrderBy(e => e.Key).Where(e => e.Key >= Source.FirstLine && e.Key <= Source.Lines.Count))
        {
            var before = Source.Lines[number];
            List<CellProblem> problems = [];
            var after = edit.IsRemoved ? null : Editor.Apply(before, edit, problems);
            if (problems.Count > 0)
            {
                _problems[number] = problems;
            }

            if (after is null || !before.SequenceEqual(after))
            {
                _changes[number] = after;
                changes.Add(new LineChange(number, Editor.Quote(before), after is null ? null : Editor.Quote(after)));
            }
        }

        Changes = changes;
        Bytes = Source.Lines.With(_changes);
    }

    private void Sort(IReadOnlyList<LineVerdict> before)
    {
        var rejected = before.Where(v => !v.IsAccepted || Source.Rejected.Contains(v.Number)).Select(v => v.Number).ToList();
        var isRejected = rejected.ToHashSet();
        Order = [.. rejected, .. before.Select(v => v.Number).Where(n => !isRejected.Contains(n))];
        RejectedAtFirst = rejected.Count;
    }

    private async Task JudgeAsync(ParentCheck parents, CancellationToken ct)
    {
        var kept = Enumerable.Range(1, Source.Lines.Count).Where(n => !_changes.TryGetValue(n, out var line) || line is not null).ToArray();
        var verdicts = await FileJudge.JudgeAsync(Source.Layout, Bytes, ct, kept);
        Verdicts = (await parents.ApplyAsync(Source.Layout, verdicts, ct)).ToDictionary(v => v.Number);
    }
}
