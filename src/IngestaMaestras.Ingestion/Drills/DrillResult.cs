namespace IngestaMaestras.Ingestion.Drills;

/// <summary>What a part came to.</summary>
internal sealed record DrillResult(DrillOutcome Outcome, string Summary, IReadOnlyList<string> Details)
{
    public static DrillResult Passed(string summary, params IReadOnlyList<string> details) => new(DrillOutcome.Passed, summary, details);

    public static DrillResult Failed(string summary, params IReadOnlyList<string> details) => new(DrillOutcome.Failed, summary, details);

    public static DrillResult Skipped(string summary, params IReadOnlyList<string> details) => new(DrillOutcome.Skipped, summary, details);
}
