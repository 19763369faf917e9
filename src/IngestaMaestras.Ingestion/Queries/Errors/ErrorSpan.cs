namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>The business dates that have errors of a kind.</summary>
public sealed record ErrorSpan(int Nights, DateOnly First, DateOnly Last);
