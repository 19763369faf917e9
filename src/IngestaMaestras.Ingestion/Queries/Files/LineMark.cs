namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>What a load found wrong with a line.</summary>
/// <param name="ErrorId">A row of <c>error_log</c>; null when the line is beyond what that keeps of a file.</param>
/// <param name="IsRejected">The line was not loaded; otherwise it was, with a warning.</param>
public sealed record LineMark(long? ErrorId, string? ErrorType, bool IsRejected);
