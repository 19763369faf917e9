namespace IngestaMaestras.Ingestion.Delivery.Oracle;

/// <summary>One error behind an exception of the driver.</summary>
/// <param name="Index">Row of the array, from 0; -1 when it belongs to none.</param>
/// <param name="Number">ORA code.</param>
/// <param name="Message">Oracle's own words.</param>
internal sealed record OracleRowError(int Index, int Number, string Message);
