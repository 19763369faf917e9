namespace IngestaMaestras.Ingestion.Queries.Search;

/// <summary>Something that was found.</summary>
public sealed class SearchHit
{
    /// <summary>Id of the run, file or error; 0 for a key.</summary>
    public long Id { get; set; }

    public string? Maestra { get; set; }

    public DateOnly? FechaProceso { get; set; }

    /// <summary>File name, key, or the error's message.</summary>
    public string Text { get; set; } = "";

    /// <summary>State's code, error type, or how the hub has the key.</summary>
    public string? State { get; set; }

    public long? RunId { get; set; }

    public long? LineNumber { get; set; }
}
