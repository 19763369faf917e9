using IngestaMaestras.Ingestion.Operations;

namespace IngestaMaestras.Ingestion.Corrections;

/// <summary>What saving a correction came to.</summary>
/// <param name="IsStale">The file or its family changed since the page was opened: nothing of the page is to be trusted.</param>
/// <param name="AsksAboutErrors">Only the lines that are still wrong stand in the way.</param>
public sealed record CorrectionOutcome(OperationResult Result, bool IsStale = false, bool AsksAboutErrors = false);
