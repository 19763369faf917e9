using IngestaMaestras.Ingestion.Operations;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary>Why a request was not done, as a problem (RFC 9457) with a Spanish sentence.</summary>
internal static class ApiProblem
{
    public const string ContentType = "application/problem+json";

    /// <summary>Extension: by name of a field or parameter, what is wrong with it.</summary>
    public const string Errors = "errors";

    /// <summary>Extension: what came of each item.</summary>
    public const string Results = "results";

    public static IResult Of(int status, string? detail = null) => TypedResults.Problem(Describe(status, detail));

    public static ProblemDetails Describe(int status, string? detail) => new()
    {
        Type = "about:blank",
        Status = status,
        Title = Find($"Error.Title{status}") ?? Find($"Api.Title{status}") ?? T("Error.Title"),
        Detail = detail ?? Find($"Api.Detail{status}") ?? T("Error.Sentence"),
    };

    public static IResult Invalid(IReadOnlyDictionary<string, string[]> errors)
    {
        var problem = Describe(StatusCodes.Status400BadRequest, null);
        problem.Extensions[Errors] = errors;
        return TypedResults.Problem(problem);
    }

    /// <summary>There is nothing of that number.</summary>
    public static IResult Missing(string sentence) => Of(StatusCodes.Status404NotFound, sentence);

    /// <summary>It cannot be done as things are, and nothing was.</summary>
    public static IResult Refused(string sentence) => Of(StatusCodes.Status409Conflict, sentence);

    /// <summary>None of several items could be done.</summary>
    public static IResult Refused(IReadOnlyList<OperationResult> results)
    {
        var problem = Describe(StatusCodes.Status409Conflict, results.Count == 1 ? results[0].Message : T("Api.NoneDone"));
        problem.Extensions[Results] = results.Select(ActionResponse.Of);
        return TypedResults.Problem(problem);
    }
}
