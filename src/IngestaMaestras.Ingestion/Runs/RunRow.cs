using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Journal;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>A row of <c>run</c>.</summary>
public sealed class RunRow
{
    public long RunId { get; set; }

    public DateOnly FechaProceso { get; set; }

    public string Status { get; set; } = "";

    public string Trigger { get; set; } = "";

    public string RequestedBy { get; set; } = "";

    public string Parameters { get; set; } = "{}";

    public long? ParentRunId { get; set; }

    public DateTime? StartedAt { get; set; }

    /// <summary>When its files became known; null while a worker is starting it.</summary>
    public DateTime? DiscoveredAt { get; set; }

    public DateTime? CancelRequestedAt { get; set; }

    public RunStatus State => StateCodes.ToRunStatus(Status);

    public RunParameters ReadParameters() => AuditLog.FromJson<RunParameters>(Parameters) ?? new RunParameters();
}
