namespace IngestaMaestras.Core.Runs;

/// <summary>State of one step of one file.</summary>
public enum StepStatus
{
    Pending,
    Running,
    WaitingRetry,
    Succeeded,
    Failed,
    Skipped,
}
