namespace IngestaMaestras.Ingestion.Queries.Masters;

/// <summary>A layout that files of a master were read with.</summary>
public sealed class LayoutVersion
{
    public string LayoutHash { get; set; } = "";

    public string Maestra { get; set; } = "";

    /// <summary>As TOON, this master alone.</summary>
    public string Source { get; set; } = "";

    public DateTime FirstUsedAt { get; set; }
}
