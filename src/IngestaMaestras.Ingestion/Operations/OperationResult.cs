namespace IngestaMaestras.Ingestion.Operations;

/// <summary>What an operator's action came to, for one item.</summary>
/// <param name="Done">Whether it was done.</param>
/// <param name="Message">One Spanish sentence: what was done, or why not.</param>
/// <param name="RunId">The run that it created or continues, if any.</param>
public sealed record OperationResult(bool Done, string Message, long? RunId = null);
