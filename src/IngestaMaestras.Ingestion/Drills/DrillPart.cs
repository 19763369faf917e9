namespace IngestaMaestras.Ingestion.Drills;

/// <summary>One part of a drill, as reports tell it.</summary>
/// <param name="Name">Stable, for machines.</param>
/// <param name="Title">For people.</param>
/// <param name="Summary">One sentence: what was proven, or what went wrong.</param>
/// <param name="Details">What it rests on, a line each.</param>
public sealed record DrillPart(
    string Name, string Title, DrillOutcome Outcome, string Summary, IReadOnlyList<string> Details, double Seconds);
