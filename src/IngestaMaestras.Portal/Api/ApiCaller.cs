using System.Security.Claims;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Portal.Access;
using Microsoft.AspNetCore.Http.Features;

namespace IngestaMaestras.Portal.Api;

/// <summary>What a program does is audited with the name of its key, and what it sends has a limit.</summary>
internal sealed class ApiCaller(RequestDelegate next)
{
    /// <summary>Of a body; the longest that makes sense is a list of numbers.</summary>
    public const int MaxBody = 64 * 1024;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(ApiKeySignIn.KeyClaim) is not { } key)
        {
            await next(context);
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBody;
        }

        using (AuditOrigin.Begin(new { ApiKey = key }))
        {
            await next(context);
        }
    }
}
