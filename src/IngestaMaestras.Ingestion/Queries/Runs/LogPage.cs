namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>A stretch of a log, in the order in which it was written.</summary>
/// <param name="HasOlder">There are lines before the first.</param>
/// <param name="HasNewer">There are lines after the last.</param>
public sealed record LogPage(IReadOnlyList<LogItem> Items, bool HasOlder, bool HasNewer);
