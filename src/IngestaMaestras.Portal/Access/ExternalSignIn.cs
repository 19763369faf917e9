using System.Security.Claims;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace IngestaMaestras.Portal.Access;

/// <summary>
/// Sign-in through an identity provider (OpenID Connect, code flow with PKCE). Each user gets an account of his own, whose
/// role follows the provider's claim with every sign-in; it can be disabled here like any other.
/// </summary>
internal sealed class ExternalSignIn(AccountStore accounts, SignIn signIn, AccessOptions options, TimeProvider time)
    : OpenIdConnectEvents, IConfigureNamedOptions<OpenIdConnectOptions>
{
    public const string Scheme = "oidc";

    private const int MaxName = 64;

    public void Configure(OpenIdConnectOptions provider) => Configure(Scheme, provider);

    public void Configure(string? name, OpenIdConnectOptions provider)
    {
        var oidc = options.OpenIdConnect;
        provider.SignInScheme = Sessions.Scheme;
        provider.Authority = oidc.Authority;
        provider.ClientId = oidc.ClientId;
        provider.ClientSecret = oidc.ClientSecret.Length > 0 ? oidc.ClientSecret : null;
        provider.ResponseType = OpenIdConnectResponseType.Code;
        provider.UsePkce = true;
        provider.MapInboundClaims = false;
        provider.GetClaimsFromUserInfoEndpoint = false;
        provider.SaveTokens = false;
        provider.CallbackPath = "/entrar/oidc";
        provider.SignedOutCallbackPath = "/salir/oidc";
        provider.Scope.Clear();
        foreach (var scope in oidc.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            provider.Scope.Add(scope);
        }

        // Only a provider on this very machine may be spoken to in clear text.
        provider.RequireHttpsMetadata = oidc.IsOn && !new Uri(oidc.Authority).IsLoopback;
        provider.EventsType = typeof(ExternalSignIn);
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        var oidc = options.OpenIdConnect;
        var user = context.Principal!;
        var values = user.FindAll(oidc.RoleClaim).Select(c => c.Value).ToList();
        var subject = user.FindFirstValue("sub") ?? "";
        var name = user.FindFirstValue(oidc.NameClaim) is { Length: > 0 } given ? given : subject;
        name = name[..Math.Min(name.Length, MaxName)].ToLowerInvariant();
        var ct = context.HttpContext.RequestAborted;
        if (oidc.RoleOf(values) is not { } role)
        {
            context.Fail(new ExternalRefusedException("rol"));
            return;
        }

        var external = $"{user.FindFirstValue("iss") ?? oidc.Authority} {subject}";
        var account = await accounts.FindExternalAsync(external, ct);
        if (account is null)
        {
            if (!await accounts.AddAsync(name, role, null, external, mustChange: false, Scheme, ct))
            {
                // A local account of that name is somebody else, as far as anybody knows.
                context.Fail(new ExternalRefusedException("nombre"));
                return;
            }
        }
        else if (account.IsDisabled)
        {
            context.Fail(new ExternalRefusedException("desactivada"));
            return;
        }
        else if (account.Role != role && !await accounts.SetRoleAsync(account.AccountId, role, ct))
        {
            context.Fail(new ExternalRefusedException("ultimo"));
            return;
        }

        account = (await accounts.FindExternalAsync(external, ct))!;
        await signIn.AcceptAsync(account, context.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "", ct);
        context.Principal = Visitor.Of(account, time.GetUtcNow(), Sessions.Scheme);
    }

    /// <summary>Back to the sign-in page, with a sentence.</summary>
    public override Task RemoteFailure(RemoteFailureContext context)
    {
        var logger = context.HttpContext.RequestServices.GetRequiredService<ILogger<ExternalSignIn>>();
        logger.LogWarning("Sin entrada por el proveedor de identidad: {Reason}", context.Failure?.Message);
        var reason = (context.Failure as ExternalRefusedException ?? context.Failure?.InnerException as ExternalRefusedException)?.Reason ?? "proveedor";
        context.Response.Redirect(Address.Of(Sessions.SignInPath, ("fallo", reason)));
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
