namespace IngestaMaestras.Ingestion.Journal;

/// <summary>One line of <c>step_log</c>, to be written.</summary>
/// <param name="Level"><c>debug</c>, <c>info</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="FileId">Null: about the run as a whole.</param>
public sealed record StepLogLine(
    DateTime At, string Level, long RunId, long? FileId, string? Step, int? Attempt, string? WorkerId, string Message, string? Exception);
