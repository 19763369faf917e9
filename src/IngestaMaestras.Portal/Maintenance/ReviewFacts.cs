namespace IngestaMaestras.Portal.Maintenance;

/// <summary>What the program knew when somebody reviewed it: compared with what it knows the next time.</summary>
/// <param name="Settings">Those that differ from their default.</param>
/// <param name="Layouts">Fingerprint of each master's layout.</param>
/// <param name="Versions">Of the parts that it is made of.</param>
public sealed record ReviewFacts(
    IReadOnlyDictionary<string, string> Settings, IReadOnlyDictionary<string, string> Layouts, IReadOnlyDictionary<string, string> Versions);

/// <summary>What somebody said of one point.</summary>
public sealed record ReviewItem(string Item, bool IsDone, string? Note);

/// <summary>A review as it was saved.</summary>
public sealed record Review(long ReviewId, DateOnly Month, string ReviewedBy, DateTime ReviewedAt, IReadOnlyList<ReviewItem> Items, ReviewFacts Facts)
{
    public bool IsComplete => Reviews.Points.All(p => Items.Any(i => i.Item == p && i.IsDone));
}
