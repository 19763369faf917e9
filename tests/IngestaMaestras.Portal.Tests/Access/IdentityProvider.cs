using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using IngestaMaestras.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IngestaMaestras.Portal.Tests.Access;

/// <summary>
/// An OpenID Connect provider over real HTTP (OpenID Connect Core 1.0, code flow; PKCE, RFC 7636): whoever comes is
/// <see cref="User"/>, without being asked.
/// </summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    private const string ClientId = "ingesta";

    private readonly WebApplication _app;
    private readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "1" };
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge)> _codes = new();

    private IdentityProvider(WebApplication app, Uri url)
    {
        _app = app;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>Who signs in next: subject, name and groups.</summary>
    public (string Subject, string Name, string[] Groups) User { get; set; }

    /// <summary>What the portal has to be told about it.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["Portal__OpenIdConnect__Authority"] = Url.ToString().TrimEnd('/'),
        ["Portal__OpenIdConnect__ClientId"] = ClientId,
        ["Portal__OpenIdConnect__ClientSecret"] = "secreto",
        ["Portal__OpenIdConnect__ReaderValue"] = "mdm-lectura",
        ["Portal__OpenIdConnect__OperatorValue"] = "mdm-turno",
        ["Portal__OpenIdConnect__AdministratorValue"] = "mdm-admin",
    };

    public static async Task<IdentityProvider> StartAsync()
    {
        Uri url = new($"http://127.0.0.1:{FreePort.Next()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url.ToString());
        IdentityProvider provider = new(builder.Build(), url);
        provider.Map();
        await provider._app.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        var issuer = Url.ToString().TrimEnd('/');
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = $"{issuer}/authorize",
            ["token_endpoint"] = $"{issuer}/token",
            ["jwks_uri"] = $"{issuer}/keys",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        }));
        _app.MapGet("/keys", () =>
        {
            var parameters = _key.Rsa.ExportParameters(false);
            return Results.Json(new
            {
                keys = new[]
                {
                    new { kty = "RSA", use = "sig", kid = _key.KeyId, alg = "RS256", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) },
                },
            });
        });
        _app.MapGet("/authorize", (HttpContext context) =>
        {
            var asked = context.Request.Query;
            var code = Guid.NewGuid().ToString("N");
            _codes[code] = (asked["nonce"].ToString(), asked["code_challenge"].ToString());
            return Results.Redirect($"{asked["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(asked["state"].ToString())}");
        });
        _app.MapPost("/token", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            if (!_codes.TryRemove(form["code"].ToString(), out var known)
                || Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != known.Challenge
                || form["client_secret"] != "secreto")
            {
                return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
            }

            return Results.Json(new { access_token = "x", token_type = "Bearer", expires_in = 60, id_token = Sign(issuer, known.Nonce) });
        });
    }

    private string Sign(string issuer, string nonce) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Audience = ClientId,
        Subject = new ClaimsIdentity(
        [
            new Claim("sub", User.Subject), new Claim("preferred_username", User.Name), new Claim("nonce", nonce),
            .. User.Groups.Select(g => new Claim("groups", g)),
        ]),
        SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
    });
}
