using System.Text.Encodings.Web;
using IngestaMaestras.Portal.Access;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>While the database is not there yet, pages say so instead of failing one by one.</summary>
internal sealed class ReadinessGate(RequestDelegate next, RuntimeState state)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (state.IsReady || context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments(Health.HealthEndpoint.Path, StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "3";
        if (ApiKeySignIn.Serves(context))
        {
            // Told as a problem by whoever sees a bare status pass.
            return Task.CompletedTask;
        }

        context.Response.Headers["Refresh"] = "3";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!doctype html><html lang="es-CO"><head><meta charset="utf-8"><title>IngestaMaestras</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
            <link rel="icon" href="/img/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/css/portal.css"></head>
            <body><main class="wrap message"><h1>{Encode(T("Error.StartingTitle"))}</h1>
            <p>{Encode(state.Problem ?? T("Error.StartingSentence"))}</p><p>{Encode(T("Error.StartingWait"))}</p></main></body></html>
            """,
            context.RequestAborted);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
