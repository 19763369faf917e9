namespace IngestaMaestras.Ingestion.Queries.Audit;

/// <summary>Which rows of <c>audit_log</c>; null is any.</summary>
/// <param name="From">First day, by the business's clock.</param>
/// <param name="To">Last day.</param>
/// <param name="Status">How it ended: <c>succeeded</c>, <c>error</c>, a state's code.</param>
public sealed record AuditFilter(DateOnly? From = null, DateOnly? To = null, string? User = null, string? Action = null, string? Status = null);
