namespace IngestaMaestras.Ingestion.Operations;

/// <summary>What was asked for cannot be done, and nothing was. The message is an operator's sentence in Spanish.</summary>
public sealed class OperationRefusedException(string message) : Exception(message);
