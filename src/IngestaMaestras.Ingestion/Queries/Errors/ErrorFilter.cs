namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>Which rows of <c>error_log</c> a list shows; null: whatever it is.</summary>
/// <param name="Date">Business date; a run or a file may stand in its place.</param>
/// <param name="Text">Anywhere in message, value, line, field or file name; case does not matter.</param>
/// <param name="OnlyOpen">Leave out what a later load resolved.</param>
public sealed record ErrorFilter(
    DateOnly? Date, string? Maestra, string? ErrorType, string? Severity, string? Text, long? RunId, long? FileId, bool OnlyOpen);
