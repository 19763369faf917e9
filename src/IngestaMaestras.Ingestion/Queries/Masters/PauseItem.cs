using IngestaMaestras.Ingestion.Operations;

namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>A pause that is in force.</summary>
public sealed class PauseItem
{
    /// <summary><see cref="PauseOperations.Schedule"/>, or a master's name.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Last paused business date; null until resumed.</summary>
    public DateOnly? UntilDate { get; set; }

    public string Reason { get; set; } = "";

    public string PausedBy { get; set; } = "";

    public DateTime PausedAt { get; set; }

    public bool IsSchedule => Scope == PauseOperations.Schedule;
}
