using System.Security.Cryptography;
using System.Text;

namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>What an operation would do, item by item; made without changing anything.</summary>
/// <param name="Items">In the order in which they are done.</param>
/// <param name="Notes">What should be known before confirming, in Spanish.</param>
/// <param name="TrialGroups">Groups that are done first, as a trial.</param>
public sealed record OperationPlan(IReadOnlyList<PlannedItem> Items, IReadOnlyList<string> Notes, int TrialGroups = 0)
{
    /// <summary>More items than a person looks through; a longer plan is refused.</summary>
    public const int MaxItems = 2_000;

    private const char Tab = '\t';

    public int Actions => Items.Count(i => !i.IsSkipped);

    /// <summary>Every item with its state, a line each: a form carries it, and the confirmation compares it.</summary>
    public string Snapshot => string.Join('\n', Items.Select(i => string.Join(Tab, i.Key, Stamp(i), i.Label)));

    /// <summary>What is different from an earlier snapshot, in words; empty when nothing is.</summary>
    public IReadOnlyList<PlanDifference> Compare(string snapshot)
    {
        var before = snapshot.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(Tab)).Where(p => p.Length == 3)
            .GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var now = Items.ToLookup(i => i.Key, StringComparer.Ordinal);
        return
        [
            .. Items.Where(i => !before.ContainsKey(i.Key)).Select(i => new PlanDifference(PlanChange.Added, i.Label, i.Action)),
            .. Items.Where(i => before.TryGetValue(i.Key, out var p) && p[1] != Stamp(i)).Select(i => new PlanDifference(PlanChange.Changed, i.Label, i.Action)),
            .. before.Values.Where(p => !now.Contains(p[0])).Select(p => new PlanDifference(PlanChange.Gone, p[2], null)),
        ];
    }

    private static string Stamp(PlannedItem item) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{item.Stamp}|{item.Action}|{item.IsSkipped}")))[..16];
}

/// <summary>How an item differs from what was shown.</summary>
public enum PlanChange
{
    Added,
    Changed,
    Gone,
}

/// <param name="Action">What would be done about it now; null when it is not among the items any more.</param>
public sealed record PlanDifference(PlanChange Change, string Label, string? Action);
