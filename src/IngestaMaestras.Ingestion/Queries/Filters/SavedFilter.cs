namespace IngestaMaestras.Ingestion.Queries.Filters;

/// <summary>A filter of a list that somebody keeps under a name.</summary>
public sealed class SavedFilter
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>As an address carries it, without the question mark.</summary>
    public string Query { get; set; } = "";

    public string Owner { get; set; } = "";

    /// <summary>Everybody sees it.</summary>
    public bool Shared { get; set; }
}
