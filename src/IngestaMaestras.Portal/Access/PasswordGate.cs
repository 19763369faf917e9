using IngestaMaestras.Portal.Pages.Support;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Access;

/// <summary>Whoever has a password that somebody else chose changes it before anything else.</summary>
internal sealed class PasswordGate(RequestDelegate next)
{
    public const string AccountPath = "/cuenta";
    public const string SignOutPath = "/salir";

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (!context.User.MustChange() || path == AccountPath || path == SignOutPath
            || path.StartsWithSegments("/error", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        if (path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            Problem.Tell(context, T("Api.MustChange"));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (context.Request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.Headers["HX-Redirect"] = AccountPath;
        }
        else
        {
            context.Response.Redirect(AccountPath);
        }

        return Task.CompletedTask;
    }
}
