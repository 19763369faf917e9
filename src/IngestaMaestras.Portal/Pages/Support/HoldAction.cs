using IngestaMaestras.Ingestion.Hub.Merging;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>The decision about a held merge.</summary>
/// <param name="Rows">The first rows that would be deleted; null when they cannot be told here.</param>
/// <param name="RowsLink">Where they can be seen instead; null when nowhere.</param>
internal sealed record HoldAction(long RunId, long FileId, DeleteHold Hold, IReadOnlyList<string>? Rows, string? RowsLink = null);
