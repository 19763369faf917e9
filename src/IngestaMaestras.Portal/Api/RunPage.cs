namespace IngestaMaestras.Portal.Api;

/// <summary>A page of runs, the latest business date first.</summary>
/// <param name="Items">The runs.</param>
/// <param name="Next">Give it as <c>after</c> to get the next page; null when there is none.</param>
public sealed record RunPage(IReadOnlyList<RunSummary> Items, string? Next);
