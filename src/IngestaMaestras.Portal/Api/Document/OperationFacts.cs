using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using IngestaMaestras.Portal.Access;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IngestaMaestras.Portal.Api.Document;

/// <summary>Adds to operations what parameters are, who may call, what answers mean, and that a post may be repeated.</summary>
internal sealed class OperationFacts : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var description in context.Description.ParameterDescriptions)
        {
            if (operation.Parameters?.FirstOrDefault(p => p.Name == description.Name) is OpenApiParameter parameter
                && description.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: { } info }
                && info.ParameterType == typeof(string))
            {
                parameter.Schema = SchemaOf(info);
            }
        }

        var permission = context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiresAttribute>().LastOrDefault()?.Permission ?? Permission.See;
        operation.Description += $" Needs the role {Roles.All[(int)permission]}{(permission == Permission.Administer ? "" : " or a higher one")}.";
        if (HttpMethods.IsPost(context.Description.HttpMethod ?? ""))
        {
            (operation.Parameters ??= []).Add(IdempotencyKey());
        }

        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
        {
            // A body that may be left out is not a body that may be null.
            if (content.Schema?.OneOf?.FirstOrDefault(s => s is OpenApiSchemaReference) is { } only)
            {
                content.Schema = only;
            }
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response is OpenApiResponse plain)
            {
                plain.Description = ApiDocument.Describe(int.Parse(status, CultureInfo.InvariantCulture));
            }
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema SchemaOf(ParameterInfo info)
    {
        if (info.GetCustomAttribute<OneOfAttribute>() is { } words)
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Enum = SchemaFacts.Words(words, orNull: false) };
        }

        return info.GetCustomAttribute<ShapeAttribute>()?.Shape switch
        {
            null => new OpenApiSchema { Type = JsonSchemaType.String },
            Shape.Date => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date", Examples = ["2026-11-24"] },
            Shape.Id => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0", Examples = [17] },
            Shape.Limit => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = "1",
                Maximum = ApiInput.MaxLimit.ToString(CultureInfo.InvariantCulture),
                Default = JsonValue.Create(ApiInput.DefaultLimit),
            },
            Shape.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            _ => throw new InvalidOperationException($"Parameter {info.Name} has a shape that nobody has thought about."),
        };
    }

    private static OpenApiParameter IdempotencyKey() => new()
    {
        Name = Idempotency.Header,
        In = ParameterLocation.Header,
        Description =
            "Made up by the caller. The same key with the same body acts once within 24 hours; the answer is given again, with " +
            $"the header {Idempotency.ReplayedHeader}: true. With another body it is refused.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 200, Examples = ["8e0f0b52-6b0e-4d7f-9a43-2f6f7a6a1c11"] },
    };
}
