using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace IngestaMaestras.Portal.Access;

/// <summary>Who may do what: services and middleware.</summary>
internal static class AccessSetup
{
    /// <summary>Programs by their key, people by their session; neither is good in the other's place.</summary>
    private const string AnyScheme = "ingesta-any";

    private static readonly TimeSpan RateWindow = TimeSpan.FromMinutes(1);

    /// <summary>Accounts, for the portal and for the command line.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, AccessOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<AccountOperations>();
        services.AddSingleton<FirstAccount>();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<ApiKeyOperations>();
        return services;
    }

    public static IServiceCollection AddAccess(this IServiceCollection services, AccessOptions options)
    {
        services.AddSingleton<SignIn>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<ApiKeyFailures>();
        var authentication = services.AddAuthentication(AnyScheme);
        authentication.AddPolicyScheme(AnyScheme, null, any =>
            any.ForwardDefaultSelector = context => ApiKeySignIn.Serves(context) ? ApiKeySignIn.Scheme : Sessions.Scheme);
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeySignIn>(ApiKeySignIn.Scheme, null);
        authentication.AddCookie(Sessions.Scheme, cookie =>
        {
            cookie.Cookie.Name = "ingesta.sesion";
            cookie.Cookie.HttpOnly = true;
            // Links in mails lead here, signed in; every post is protected by its token.
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = options.SessionIdle;
            cookie.SlidingExpiration = true;
            cookie.EventsType = typeof(Sessions);
        });
        if (options.OpenIdConnect.IsOn)
        {
            services.AddSingleton<ExternalSignIn>();
            services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>>(sp => sp.GetRequiredService<ExternalSignIn>());
            authentication.AddOpenIdConnect(ExternalSignIn.Scheme, _ => { });
        }

        var mayLook = new AuthorizationPolicyBuilder().RequireAssertion(context => context.User.May(Permission.See)).Build();
        services.AddAuthorizationBuilder().SetFallbackPolicy(mayLook).SetDefaultPolicy(mayLook);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                HttpMethods.IsPost(context.Request.Method) && context.Request.Path == Sessions.SignInPath
                    ? RateLimitPartition.GetFixedWindowLimiter(
                        context.Connection.RemoteIpAddress?.ToString() ?? "",
                        _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = RateWindow })
                    : RateLimitPartition.GetNoLimiter(""));
        });
        services.Configure<ForwardedHeadersOptions>(headers =>
        {
            headers.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            headers.KnownIPNetworks.Clear();
            headers.KnownProxies.Clear();
            foreach (var network in options.ReadProxies())
            {
                headers.KnownIPNetworks.Add(network);
            }
        });
        return services;
    }

    /// <summary>First of all: whatever comes after sees the visitor's own address and scheme.</summary>
    public static void UseProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<AccessOptions>().TrustedProxies.Length > 0)
        {
            app.UseForwardedHeaders();
        }

        // Of effect on https only, and not on this machine's own name.
        app.UseHsts();
    }

    public static void UseAccess(this WebApplication app)
    {
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseMiddleware<PasswordGate>();
        app.UseAuthorization();
        app.Use(next => context => DashboardAccess.AuditAsync(context, next));
    }
}
