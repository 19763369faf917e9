using IngestaMaestras.Portal.Access;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>
/// Nothing from outside this machine, nothing inline, nothing framed. Hangfire's dashboard sets styles from its scripts,
/// which is let be.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next, AccessOptions options)
{
    private readonly string _policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
        // The form that leads to the identity provider is answered with a redirect there.
        + (options.OpenIdConnect.IsOn ? " " + new Uri(options.OpenIdConnect.Authority).GetLeftPart(UriPartial.Authority) : "");

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(DashboardAccess.Path, StringComparison.OrdinalIgnoreCase)
            ? _policy + "; style-src 'self' 'unsafe-inline'"
            : _policy;
        return next(context);
    }
}
