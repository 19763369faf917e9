using System.Security.Claims;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace IngestaMaestras.Portal.Access;

/// <summary>Cookie sessions: each request asks whether the account still is what the session says.</summary>
public sealed class Sessions(AccountStore accounts, AccessOptions options, TimeProvider time) : CookieAuthenticationEvents
{
    /// <summary>The authentication scheme of the portal.</summary>
    public const string Scheme = "ingesta";

    public const string SignInPath = "/entrar";

    /// <summary>Begins the session of an account that has just proved who it is.</summary>
    public async Task BeginAsync(HttpContext context, Account account) =>
        await context.SignInAsync(Scheme, Visitor.Of(account, time.GetUtcNow(), Scheme));

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        Account? account;
        try
        {
            account = context.Principal?.AccountId() is { } id ? await accounts.FindAsync(id, context.HttpContext.RequestAborted) : null;
        }
        catch (Exception e) when (SqlStates.IsTransient(e))
        {
            // Without the database nothing can be done, but whoever is signed in may be told so.
            return;
        }

        var user = context.Principal!;
        var since = long.TryParse(user.FindFirstValue(Visitor.SinceClaim), out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        if (account is null || account.IsDisabled || user.FindFirstValue(Visitor.StampClaim) != account.Stamp.ToString()
            || since + options.SessionLifetime < time.GetUtcNow())
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Scheme);
        }
        else if (user.FindFirstValue(ClaimTypes.Role) != account.Role || user.MustChange() != account.MustChange)
        {
            context.ReplacePrincipal(Visitor.Of(account, since, Scheme));
            context.ShouldRenew = true;
        }
    }

    /// <summary>To the sign-in page and back; programs are told plainly, live parts send their whole page there.</summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["HX-Redirect"] = Address.Of(SignInPath, ("volver", LocalPart(request, request.Headers["HX-Current-URL"])));
        }
        else if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            context.Response.Redirect(Address.Of(SignInPath, ("volver", request.Path == "/" ? null : request.Path + request.QueryString)));
        }
        else
        {
            context.Response.Redirect(Address.Of(SignInPath, ("volver", LocalPart(request, request.Headers.Referer)), ("vencida", "true")));
        }

        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>Path and query of an address of this portal.</summary>
    private static string? LocalPart(HttpRequest request, string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value && uri.PathAndQuery != "/" ? uri.PathAndQuery : null;
}
