using IngestaMaestras.Ingestion.Runs;

namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Everything about one run.</summary>
/// <param name="Files">By master, then in chain order.</param>
/// <param name="Children">Runs that were started from this one, oldest first.</param>
/// <param name="ExecutingRunId">While this one is queued: the run that executes now, if any.</param>
public sealed record RunDetail(
    RunItem Run,
    RunParameters Parameters,
    IReadOnlyList<RunFileItem> Files,
    IReadOnlyList<FindingItem> Findings,
    IReadOnlyList<RunItem> Children,
    long? ExecutingRunId);
