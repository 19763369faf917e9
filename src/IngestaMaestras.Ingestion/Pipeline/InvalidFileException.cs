namespace IngestaMaestras.Ingestion.Pipeline;

/// <summary>
/// A file is not acceptable as a whole. By the time it is thrown the fault is recorded and the file lies in
/// <c>error/</c>: it tells the job queue why the job failed, and that trying again would change nothing.
/// </summary>
public sealed class InvalidFileException(string errorType, string message) : Exception(message)
{
    /// <summary>One of <see cref="Core.Parsing.ErrorType"/>.</summary>
    public string ErrorType { get; } = errorType;
}
