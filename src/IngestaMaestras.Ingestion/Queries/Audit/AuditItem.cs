namespace IngestaMaestras.Ingestion.Queries.Audit;

/// <summary>A row of <c>audit_log</c>; the JSON columns as text.</summary>
public sealed class AuditItem
{
    public long Id { get; set; }

    public string ProcedureName { get; set; } = "";

    public DateTime ExecutionTime { get; set; }

    public DateTime EndTime { get; set; }

    public string UserName { get; set; } = "";

    public string ResultStatus { get; set; } = "";

    public string? ErrorMessage { get; set; }

    public string Parameters { get; set; } = "{}";

    public string? Result { get; set; }

    public TimeSpan Duration { get; set; }

    public string? AdditionalInfo { get; set; }
}
