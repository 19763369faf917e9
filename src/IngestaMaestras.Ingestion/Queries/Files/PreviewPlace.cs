namespace IngestaMaestras.Ingestion.Queries.Files;

/// <summary>Where a page of a preview begins.</summary>
/// <param name="Offset">In bytes from the start of the file.</param>
/// <param name="Line">Number of the line there; null when it is not known.</param>
public sealed record PreviewPlace(long Offset, long? Line)
{
    public static PreviewPlace Start => new(0, 1);
}
