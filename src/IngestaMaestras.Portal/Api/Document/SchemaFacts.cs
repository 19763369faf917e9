using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IngestaMaestras.Portal.Api.Document;

/// <summary>Adds to schemas what types do not say: the words that a value may be, what is required, an example.</summary>
internal sealed class SchemaFacts : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } property)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(OneOfAttribute), inherit: false) is [OneOfAttribute words])
            {
                schema.Enum = Words(words, schema.Type?.HasFlag(JsonSchemaType.Null) == true);
            }

            return Task.CompletedTask;
        }

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

        return Task.CompletedTask;
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
}
