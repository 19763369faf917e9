namespace IngestaMaestras.Ingestion.Queries.Errors;

/// <summary>What groups of errors are sorted by, most first.</summary>
public enum ErrorGroupOrder
{
    Rows,
    Nights,
    LastSeen,
}
