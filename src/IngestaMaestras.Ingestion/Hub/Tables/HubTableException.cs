namespace IngestaMaestras.Ingestion.Hub.Tables;

/// <summary>A layout asks for a change of its table that could lose data. The message is in Spanish, with the statement.</summary>
public sealed class HubTableException(string message) : Exception(message);
