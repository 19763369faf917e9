using System.Net;
using IngestaMaestras.Portal.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IngestaMaestras.Portal.Api.Document;

/// <summary>The OpenAPI document: made from the routes, completed with what they cannot say of themselves.</summary>
internal static class ApiDocument
{
    /// <summary>The name under which the document is registered; routes know it as their default.</summary>
    public const string Name = "v1";

    /// <summary>How programs sign in, as the document calls it.</summary>
    public const string SecurityScheme = "apiKey";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = route => ("/" + route.RelativePath).StartsWith(ApiSetup.Path + "/", StringComparison.Ordinal);
        options.AddSchemaTransformer<SchemaFacts>();
        options.AddOperationTransformer<OperationFacts>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Complete(document);
            return Task.CompletedTask;
        });
    });

    private static void Complete(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "IngestaMaestras",
            Version = Name,
            Description =
                "What the portal does, for programs: start and follow runs, see errors and files, reprocess, deliver. " +
                "Names and values of members are English or codes; sentences for people (message, detail) are Spanish. " +
                "Business dates are YYYY-MM-DD, moments are UTC. Members may be added at any time: ignore those you do not know. " +
                "What goes wrong is answered as a problem (RFC 9457).",
        };
        foreach (var server in document.Servers ?? [])
        {
            // Paths begin with a slash.
            server.Url = server.Url?.TrimEnd('/');
        }

        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SecurityScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = ApiKeyText.Start + "…",
                Description = "A key of an account, made on the page Mi cuenta or with «ingesta user key add». It may do what its account may do.",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SecurityScheme, document)] = [] }];
        document.Tags = document.Tags?.OrderBy(t => t.Name, StringComparer.Ordinal).ToHashSet();
    }

    /// <summary>What a status means, whatever was asked for.</summary>
    public static string Describe(int status) => status switch
    {
        200 => "Done.",
        202 => "Accepted: it was enqueued or begun.",
        400 => "Something in the request is not valid; errors says what, by name.",
        401 => "No key, or one that is not good.",
        403 => "The account's role does not allow it.",
        404 => "There is nothing of that number.",
        409 => "It cannot be done as things are, and nothing was; detail says why. Or a request with the same Idempotency-Key is under way.",
        413 => "The body is too large.",
        415 => "The body is not application/json.",
        422 => "The Idempotency-Key was used with another body.",
        429 => "Too many bad keys came from this address.",
        500 => "The portal failed.",
        503 => "The database does not answer, or the portal is starting. Try again.",
        _ => ((HttpStatusCode)status).ToString(),
    };
}
