namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>A page of a preview.</summary>
/// <param name="Size">Of the whole file, in bytes.</param>
/// <param name="Previous">The page before; null at the start.</param>
/// <param name="Next">The page after; null at the end.</param>
/// <param name="Last">The page that ends with the file; null when this is it.</param>
public sealed record PreviewPage(
    IReadOnlyList<PreviewLine> Lines, PreviewPlace Place, long Size, PreviewPlace? Previous, PreviewPlace? Next, PreviewPlace? Last);
