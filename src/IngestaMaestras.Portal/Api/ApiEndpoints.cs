using System.Net.Mime;
using IngestaMaestras.Portal.Access;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Api;

/// <summary>What an endpoint of the API says of itself, once: permissions are enforced by it and the document is made from it.</summary>
internal static class ApiEndpoints
{
    public static RouteHandlerBuilder Describes(this RouteHandlerBuilder endpoint, string tag, string name, string summary, string description) =>
        endpoint.WithTags(tag).WithName(name).WithSummary(summary).WithDescription(description);

    /// <summary>Who may call it; one that says nothing asks for <see cref="Permission.See"/>.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, Permission permission) => endpoint
        .WithMetadata(new RequiresAttribute(permission))
        .RequireAuthorization(policy => policy.RequireAssertion(context => context.User.May(permission)));

    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, bool isOptional = false)
        where T : notnull => endpoint.Accepts<T>(isOptional, MediaTypeNames.Application.Json)
        .Problem(StatusCodes.Status413PayloadTooLarge).Problem(StatusCodes.Status415UnsupportedMediaType);

    public static RouteHandlerBuilder Returns<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) => endpoint.Produces<T>(status);

    public static RouteHandlerBuilder CanBeMissing(this RouteHandlerBuilder endpoint) => endpoint.Problem(StatusCodes.Status404NotFound);

    /// <summary>An action: it may be refused as things are, and the same request may come twice.</summary>
    public static RouteHandlerBuilder CanBeRefused(this RouteHandlerBuilder endpoint) =>
        endpoint.Problem(StatusCodes.Status409Conflict).Problem(StatusCodes.Status422UnprocessableEntity);

    /// <summary>What any request may be answered.</summary>
    public static RouteGroupBuilder CanFail(this RouteGroupBuilder group)
    {
        foreach (var status in new[]
        {
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable,
        })
        {
            group.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), [ApiProblem.ContentType]));
        }

        return group;
    }

    private static RouteHandlerBuilder Problem(this RouteHandlerBuilder endpoint, int status) =>
        endpoint.Produces<ProblemDetails>(status, ApiProblem.ContentType);
}
