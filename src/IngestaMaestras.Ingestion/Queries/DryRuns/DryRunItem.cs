using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Queries.DryRuns;

/// <summary>A dry run as it was kept.</summary>
public sealed class DryRunItem
{
    public long DryRunId { get; set; }

    public DateOnly FechaProceso { get; set; }

    public string RequestedBy { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    /// <summary>The run that did it for real; null while none has.</summary>
    public long? ExecutedRunId { get; set; }

    public string Parameters { get; set; } = "{}";

    public string Result { get; set; } = "{}";

    public RunParameters ReadParameters() => AuditLog.FromJson<RunParameters>(Parameters) ?? new RunParameters();

    public DryRunResult ReadResult() => AuditLog.FromJson<DryRunResult>(Result)!;
}
