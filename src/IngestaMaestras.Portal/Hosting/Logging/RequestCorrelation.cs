using System.Security.Cryptography;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Portal.Access;

namespace IngestaMaestras.Portal.Hosting.Logging;

/// <summary>
/// Gives each request an id, tells it to whoever asked, and logs what was asked for when it may have changed something: the
/// beginning of all that comes of a click. Who it was is in <c>audit_log</c>, under the same id.
/// </summary>
internal sealed class RequestCorrelation(RequestDelegate next, ILogger<RequestCorrelation> logger)
{
    public const string Header = "X-Correlation-Id";

    private const int IdBytes = 8;

    public async Task InvokeAsync(HttpContext context)
    {
        // Ours, and not one that a caller sends: it must not be able to claim somebody else's.
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        context.Response.Headers[Header] = id;
        // Before a page of errors takes its place. Escaped: a line must stay a line.
        var (method, path, handler) = (context.Request.Method, context.Request.Path.ToUriComponent(), HandlerOf(context.Request));
        var isAction = !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !IsPolling(context.Request);
        using (Correlation.Begin(id))
        {
            await next(context);
            if (isAction)
            {
                logger.LogInformation("{Method:l} {Path:l}{Handler:l}: {StatusCode}", method, path, handler, context.Response.StatusCode);
            }
        }
    }

    /// <summary>Which of a page's buttons.</summary>
    private static string HandlerOf(HttpRequest request) =>
        request.Query["handler"].ToString() is { Length: > 0 } name && name.All(char.IsAsciiLetter) ? $"?handler={name}" : "";

    /// <summary>The panel of jobs posts for its own numbers every few seconds.</summary>
    private static bool IsPolling(HttpRequest request) =>
        request.Path.StartsWithSegments(DashboardAccess.Path, StringComparison.OrdinalIgnoreCase) && request.Path.Value!.EndsWith("/stats", StringComparison.OrdinalIgnoreCase);
}
