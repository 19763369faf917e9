using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IngestaMaestras.Portal.Api.Document;

/// <summary>Adds to schemas what types do not say: the words that a value may be, what is required, an example.</summary>
internal sealed class SchemaFacts : IOpenApiSchemaTransformer
{
    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } property)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(OneOfAttribute), inherit: false) is [OneOfAttribute words])
            {
                schema.Enum = Words(words, schema.Type?.HasFlag(JsonSchemaType.Null) == true);
            }

            if (property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) == true)
            {
                schema.Type &= ~JsonSchemaType.Null;
            }
        }

        if (context.JsonTypeInfo.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        // Answers may get more members; requests are refused for one that is not known.
        schema.AdditionalPropertiesAllowed = !ApiExamples.IsRequest(context.JsonTypeInfo.Type);
        foreach (var member in context.JsonTypeInfo.Properties)
        {
            if (member.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) == true)
            {
                (schema.Required ??= new HashSet<string>()).Add(member.Name);
            }
        }

        if (ApiExamples.Find(context.JsonTypeInfo.Type) is { } example)
        {
            schema.Examples = [example];
        }

        if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
        {
            await DescribeProblemAsync(schema, context, cancellationToken);
        }
    }

    public static List<JsonNode> Words(OneOfAttribute words, bool orNull)
    {
        List<JsonNode> values = [.. words.Words.Select(w => (JsonNode)JsonValue.Create(w))];
        if (orNull)
        {
            values.Add(JsonNullSentinel.JsonNull);
        }

        return values;
    }

    /// <summary>What problems carry besides (RFC 9457, 3.2).</summary>
    private static async Task DescribeProblemAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        schema.Description = "Why a request was not done (RFC 9457).";
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        foreach (var (name, description) in new[]
        {
            ("type", "Always about:blank: status tells problems apart."),
            ("title", "What happened, in a few Spanish words."),
            ("status", "The answer's status."),
            ("detail", "A Spanish sentence for people: why."),
            ("instance", "Not used."),
        })
        {
            ((OpenApiSchema)schema.Properties[name]).Description = description;
        }

        schema.Properties[ApiProblem.Errors] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "With 400: by name of a parameter or member of the body, what is wrong with it.",
            AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
        };
        schema.Properties[ApiProblem.Results] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "With 409, when several things were asked for and none could be done: why each could not.",
            Items = await context.GetOrCreateSchemaAsync(typeof(ActionResponse), null, ct),
        };
    }
}
