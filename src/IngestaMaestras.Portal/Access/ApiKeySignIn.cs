using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Access;

/// <summary>
/// Signs programs in by the key that each request carries. Key and account are asked for every time: a revoked key and a
/// disabled account stop at once, and a changed role counts from the next request.
/// </summary>
internal sealed class ApiKeySignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeyStore keys, AccountStore accounts,
    ApiKeyFailures failures, HubDatabase hub) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "ingesta-api";

    /// <summary>Claim: name of the key.</summary>
    public const string KeyClaim = "ingesta:api-key";

    private const string Start = "Bearer ";

    /// <summary>Whether a request is a program's: there keys count, and nothing else does.</summary>
    public static bool Serves(HttpContext context) => context.Request.Path.StartsWithSegments("/api/v1", StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var ct = Context.RequestAborted;
        var text = header[Start.Length..].Trim();
        var key = ApiKeyText.IsKey(text) ? await keys.FindAsync(ApiKeyText.HashOf(text), ct) : null;
        var account = key is { IsActive: true } ? await accounts.FindAsync(key.AccountId, ct) : null;
        if (account is not { IsDisabled: false })
        {
            return await RefuseAsync(text, key, account, ct);
        }

        await keys.NoteUseAsync(key!, ct);
        var principal = Visitor.Of(account, TimeProvider.GetUtcNow(), Scheme);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(KeyClaim, key!.Name));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme));
    }

    /// <summary>What is wrong with a key is not told: who has it learns no more than that it is not good.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (ApiKeyFailures.IsTooMany(Context))
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Response.Headers.RetryAfter = ((int)ApiKeyFailures.Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }

        var hadKey = Request.Headers.Authorization.Count > 0;
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = hadKey ? "Bearer realm=\"ingesta\", error=\"invalid_token\"" : "Bearer realm=\"ingesta\"";
        Problem.Tell(Context, T(hadKey ? "Api.BadKey" : "Api.NoKey"));
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <summary>Failures are audited as failed sign-ins are, as long as they are not too many.</summary>
    private async Task<AuthenticateResult> RefuseAsync(string text, ApiKey? key, Account? account, CancellationToken ct)
    {
        var reason = key switch
        {
            null => "unknown",
            { IsRevoked: true } => "revoked",
            { IsExpired: true } => "expired",
            _ => "disabled",
        };
        if (failures.Count(Context))
        {
            await using var connection = await hub.OpenAsync(ct);
            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    "entrar_api", account?.Name ?? key?.AccountName ?? "", "error",
                    new
                    {
                        Address = Context.Connection.RemoteIpAddress?.ToString(),
                        Key = key?.Name,
                        // Of a text that is no key of ours, nothing: it may be a secret of something else.
                        Prefix = ApiKeyText.IsKey(text) ? ApiKeyText.PrefixOf(text) : null,
                        Reason = reason,
                    }),
                ct);
        }

        return AuthenticateResult.Fail(reason);
    }
}
