using IngestaMaestras.Ingestion.Operations;

namespace IngestaMaestras.Portal.Api;

/// <summary>What an action came to.</summary>
/// <param name="Done">Whether it was done.</param>
/// <param name="Message">One Spanish sentence for people: what was done, or why not.</param>
/// <param name="RunId">The run that it created or continues; follow it with GET /api/v1/runs/{id}.</param>
public sealed record ActionResponse(bool Done, string Message, long? RunId)
{
    internal static ActionResponse Of(OperationResult result) => new(result.Done, result.Message, result.RunId);
}
