namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>
/// The private PostgreSQL could not be had. The message is one sentence for the operator, in Spanish, that says what is
/// wrong and what to do; print it as it is, without the stack trace.
/// </summary>
public sealed class PrivateClusterException(string message, Exception? inner = null) : Exception(message, inner);
