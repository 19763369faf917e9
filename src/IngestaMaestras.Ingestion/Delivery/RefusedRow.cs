namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>A row that a target did not accept for its contents.</summary>
public sealed class RefusedRow
{
    public string Target { get; set; } = "";

    public string Maestra { get; set; } = "";

    public string KeyText { get; set; } = "";

    public long Version { get; set; }

    public string Reason { get; set; } = "";

    public DateTime FoundAt { get; set; }
}
