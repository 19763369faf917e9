namespace IngestaMaestras.Ingestion.Hub;

/// <summary>The hub's schema is not one that this program can work with. The message is in Spanish.</summary>
public sealed class HubSchemaException(string message, Exception? inner = null) : Exception(message, inner);
