namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>One page of errors.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Where the next page begins, as a URL carries it; null when there is none.</param>
/// <param name="IsSearchCut">
/// So many rows were looked at without filling the page that the search stopped; it goes on at <paramref name="Next"/>.
/// </param>
public sealed record ErrorPage(IReadOnlyList<ErrorItem> Items, string? Next, bool IsSearchCut);
