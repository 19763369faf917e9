namespace IngestaMaestras.Ingestion.Queries.Traces;

/// <summary>Something that happened to a file.</summary>
public sealed class TraceEvent
{
    public DateTime At { get; set; }

    /// <summary><c>seen</c>, <c>claimed</c>, <c>step</c>, <c>ended</c>, <c>audit</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Step, action or outcome, by its code.</summary>
    public string Code { get; set; } = "";

    public string? State { get; set; }

    public long? RunId { get; set; }

    /// <summary>Who asked for it; null: nobody did.</summary>
    public string? By { get; set; }

    public string? Message { get; set; }
}
