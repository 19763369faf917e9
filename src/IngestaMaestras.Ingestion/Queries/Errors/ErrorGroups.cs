namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>The errors of a window of business dates, by kind.</summary>
/// <param name="Items">The groups, in the order asked for.</param>
/// <param name="HasMore">There are more groups than are given.</param>
/// <param name="Looked">Rows that were counted; the latest ones when there are more.</param>
/// <param name="IsCut">The window has more rows than were counted.</param>
public sealed record ErrorGroups(IReadOnlyList<ErrorGroup> Items, bool HasMore, long Looked, bool IsCut);
