using IngestaMaestras.Core.Parsing;

namespace IngestaMaestras.Ingestion.Checks;

/// <summary>Something wrong with a line of a file that is only looked at.</summary>
public sealed record LineFinding(long Line, RecordError Error);
