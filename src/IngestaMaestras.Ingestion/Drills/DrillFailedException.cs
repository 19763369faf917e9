namespace IngestaMaestras.Ingestion.Drills;

/// <summary>A drill that found something wrong; its report is written. The message is an operator's sentence in Spanish.</summary>
public sealed class DrillFailedException(string message) : Exception(message);
