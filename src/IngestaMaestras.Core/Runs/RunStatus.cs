namespace IngestaMaestras.Core.Runs;

/// <summary>State of a run; <see cref="StateCodes"/> gives the word kept in the database.</summary>
public enum RunStatus
{
    Queued,
    Running,
    Succeeded,

    /// <summary>Everything that arrived is in the hub, but a delivery failed or waits, or an expected file is missing.</summary>
    Partial,
    Failed,

    /// <summary>A merge waits for an operator's approval; a held run is not active and blocks nobody.</summary>
    Held,
    Cancelled,
}
