using IngestaMaestras.Ingestion.Queries.Runs;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>One file's way through a run.</summary>
/// <param name="WaitsFor">The files of the run that have to end before this one may start.</param>
/// <param name="Wave">1 for files that wait for none, otherwise one more than the latest of those that it waits for.</param>
/// <param name="Median">How long the whole file usually takes.</param>
internal sealed record FlowFile(
    RunFileItem File, IReadOnlyList<RunFileItem> WaitsFor, int Wave, TimeSpan? Median, IReadOnlyList<FlowNode> Nodes);
