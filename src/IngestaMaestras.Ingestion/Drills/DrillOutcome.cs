namespace IngestaMaestras.Ingestion.Drills;

/// <summary>How a part of a drill went.</summary>
public enum DrillOutcome
{
    Passed,
    Failed,

    /// <summary>It could not be tried here; the summary says why.</summary>
    Skipped,
}
