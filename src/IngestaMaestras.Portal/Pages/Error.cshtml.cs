using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages;

/// <summary>
/// Says in a sentence why a request was not answered, with the status code that belongs to it. It is executed in place of
/// a request of any method, so it asks for no token.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    public int Status { get; private set; }

    public string Title { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    /// <summary>Under which the log has it, when it is the portal's fault.</summary>
    public string? Reference => Status >= StatusCodes.Status500InternalServerError ? Correlation.Current : null;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        Status = FindStatus();
        Title = Find($"Error.Title{Status}") ?? T("Error.Title");
        Sentence = Problem.Of(HttpContext) ?? Find($"Error.Sentence{Status}") ?? T("Error.Sentence");
        Response.StatusCode = Status;
    }

    private int FindStatus()
    {
        if (HttpContext.Features.Get<IExceptionHandlerPathFeature>() is { } failed)
        {
            return failed.Error switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                _ when SqlStates.IsTransient(failed.Error) => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status500InternalServerError,
            };
        }

        // Asked for by itself, there is nothing that it could tell about.
        return HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalStatusCode ?? StatusCodes.Status404NotFound;
    }
}
