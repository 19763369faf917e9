namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>What a statement binds for one change.</summary>
/// <param name="Values">One for each parameter, <see cref="DBNull"/> for null.</param>
internal sealed record OracleRow(HubChange Change, object[] Values);
