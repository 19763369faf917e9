namespace IngestaMaestras.Ingestion.Pipeline;

/// <summary>Why a file as a whole cannot be loaded.</summary>
/// <param name="ErrorType">One of <see cref="Core.Parsing.ErrorType"/>.</param>
/// <param name="Message">One Spanish sentence.</param>
internal sealed record FileFault(string ErrorType, string Message);
