using IngestaMaestras.Core.Runs;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>One step of one file.</summary>
public sealed class StepItem
{
    public long FileId { get; set; }

    public string Step { get; set; } = "";

    public string Status { get; set; } = "";

    public int Attempts { get; set; }

    public DateTime? StartedAt { get; set; }

    public DateTime? EndedAt { get; set; }

    public DateTime? NextAttemptAt { get; set; }

    public string? ErrorMessage { get; set; }

    public StepStatus State => StateCodes.ToStepStatus(Status);
}
