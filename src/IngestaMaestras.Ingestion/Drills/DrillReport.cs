namespace IngestaMaestras.Ingestion.Drills;

/// <summary>A recovery drill that ended.</summary>
/// <param name="Backup">File name of the backup that was restored.</param>
/// <param name="BackupTakenAt">How old what would have been recovered is.</param>
/// <param name="HubIdentity">Of which database the backup is.</param>
public sealed record DrillReport(
    DateTime StartedAt,
    DateTime EndedAt,
    string Backup,
    DateTime BackupTakenAt,
    string HubIdentity,
    string ProgramVersion,
    IReadOnlyList<DrillPart> Parts)
{
    /// <summary>Nothing failed; what could not be tried is told by its part.</summary>
    public bool Passed => Parts.All(p => p.Outcome != DrillOutcome.Failed);
}
