namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>A column of an Oracle table.</summary>
internal sealed record OracleColumn(string Name, OracleType Type);
