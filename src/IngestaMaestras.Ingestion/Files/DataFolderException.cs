namespace IngestaMaestras.Ingestion.Files;

/// <summary>A data folder or a path in it cannot be used. The message is an operator's sentence in Spanish.</summary>
public sealed class DataFolderException(string message) : Exception(message);
