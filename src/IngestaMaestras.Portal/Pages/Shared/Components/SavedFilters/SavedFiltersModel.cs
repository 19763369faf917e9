using IngestaMaestras.Ingestion.Queries.Filters;

namespace IngestaMaestras.Portal.Pages.Shared.Components.SavedFilters;

/// <param name="Page">The list's address.</param>
/// <param name="Query">What the address asks of the list now; empty when nothing.</param>
/// <param name="User">Whose filters come first.</param>
public sealed record SavedFiltersModel(string Page, string Query, string User, IReadOnlyList<SavedFilter> Filters);
