namespace IngestaMaestras.Ingestion.Operations.Bulk;

/// <summary>Mends what a comparison found.</summary>
public sealed record MendParameters
{
    /// <summary>The operation that compared.</summary>
    public long OperationId { get; init; }
}
