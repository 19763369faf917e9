namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>A page of a folder.</summary>
/// <param name="Files">Files that have a row, latest date first.</param>
/// <param name="WithoutRow">Files of the same dates that have none: rejects files beside their origin, and strangers.</param>
/// <param name="WithoutRowIsCapped">There are more of those than are shown.</param>
/// <param name="Next">Where the page of older files begins; null when there is none.</param>
public sealed record FilePage(IReadOnlyList<FileItem> Files, IReadOnlyList<FileItem> WithoutRow, bool WithoutRowIsCapped, string? Next);
