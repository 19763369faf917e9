namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>Which rows of a master's table are shown; null: all.</summary>
/// <param name="Key">A whole key, or the beginning of its first field when that is text.</param>
/// <param name="Text">A text within any column.</param>
public sealed record HubRowSearch(string? Key, string? Text);
