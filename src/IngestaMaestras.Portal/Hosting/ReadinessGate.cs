namespace IngestaMaestras.Portal.Hosting;

/// <summary>While the database is not there yet, pages say so instead of failing one by one.</summary>
internal sealed class ReadinessGate(RequestDelegate next, RuntimeState state)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (state.IsReady || context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "3";
        context.Response.Headers["Refresh"] = "3";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!doctype html><html lang="es"><head><meta charset="utf-8"><title>IngestaMaestras</title>
            <link rel="stylesheet" href="/css/portal.css"></head><body class="message-page"><main>
            <h1>El portal está arrancando</h1>
            <p>{System.Net.WebUtility.HtmlEncode(state.Problem ?? "Preparando la base de datos…")}</p>
            <p>Esta página se actualiza sola.</p></main></body></html>
            """,
            context.RequestAborted);
    }
}
