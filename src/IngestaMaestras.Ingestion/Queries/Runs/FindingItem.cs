namespace IngestaMaestras.Ingestion.Queries.Runs;

/// <summary>Something that a run noted besides its files' outcomes.</summary>
public sealed class FindingItem
{
    /// <summary>One of the words of <see cref="Ingestion.Runs.Finding"/>.</summary>
    public string Finding { get; set; } = "";

    public string Maestra { get; set; } = "";

    public string FileName { get; set; } = "";

    public string Message { get; set; } = "";

    public DateTime FoundAt { get; set; }
}
