namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Which deliveries an operation is about.</summary>
public sealed record TargetParameters
{
    /// <summary>Null: every target that is on.</summary>
    public string? Target { get; init; }

    /// <summary>Null: every master.</summary>
    public string? Maestra { get; init; }
}
