using System.Text.Json;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Api;

/// <summary>Programs are told what went wrong as a problem, whoever refused the request and whatever failed.</summary>
internal sealed class ApiProblems(RequestDelegate next, ILogger<ApiProblems> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!ApiKeySignIn.Serves(context))
        {
            await next(context);
            return;
        }

        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        Dictionary<string, string[]>? errors = null;
        try
        {
            await next(context);
        }
        catch (Exception e) when (!response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            response.StatusCode = StatusOf(e);
            response.ContentType = null;
            response.ContentLength = null;
            errors = ErrorsOf(e);
            if (response.StatusCode >= StatusCodes.Status500InternalServerError)
            {
                logger.LogError(e, "La API no pudo atender {Method} {Path}", context.Request.Method, context.Request.Path);
            }
        }

        if (response.StatusCode >= StatusCodes.Status400BadRequest && !response.HasStarted && response.ContentType is null)
        {
            var problem = ApiProblem.Describe(response.StatusCode, Problem.Of(context));
            if (errors is not null)
            {
                problem.Extensions[ApiProblem.Errors] = errors;
            }

            await TypedResults.Problem(problem).ExecuteAsync(context);
        }
    }

    private static int StatusOf(Exception e) => e switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        _ when SqlStates.IsTransient(e) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Where in the body JSON could not be read; its own words are for programmers.</summary>
    private static Dictionary<string, string[]>? ErrorsOf(Exception e) => e is BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest }
        ? new Dictionary<string, string[]> { [PathOf(e.InnerException as JsonException)] = [T("Api.BadBody")] }
        : null;

    private static string PathOf(JsonException? e) => e?.Path is { Length: > 2 } path ? path[2..] : "body";
}
