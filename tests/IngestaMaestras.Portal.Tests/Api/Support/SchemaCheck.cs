using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IngestaMaestras.Portal.Tests.Api.Support;

/// <summary>Checks JSON against the schemas of an OpenAPI document: as much of JSON Schema as the document uses, and no more.</summary>
internal sealed class SchemaCheck(JsonObject document)
{
    /// <summary>Words that say nothing about the value, or that are checked with another one.</summary>
    private static readonly string[] Silent = ["description", "examples", "default", "title"];

    /// <param name="where">For the message.</param>
    public void Check(JsonNode schema, JsonNode? value, string where)
    {
        foreach (var (word, rule) in schema.AsObject().Where(w => !Silent.Contains(w.Key)))
        {
            switch (word)
            {
                case "$ref":
                    Check(Resolve((string)rule!), value, where);
                    break;
                case "type":
                    var types = rule is JsonArray several ? several.Select(t => (string)t!).ToArray() : [(string)rule!];
                    Assert.True(types.Any(t => IsOf(t, value)), $"{where} is {value?.ToJsonString() ?? "null"}, not {string.Join(" or ", types)}.");
                    break;
                case "enum":
                    Assert.True(rule!.AsArray().Any(v => JsonNode.DeepEquals(v, value)), $"{where} is {value?.ToJsonString() ?? "null"}, none of {rule.ToJsonString()}.");
                    break;
                case "format":
                    Assert.True(value is null || HasFormat((string)rule!, value), $"{where} is {value?.ToJsonString()}, not {rule}.");
                    break;
                case "oneOf":
                    var fitting = rule!.AsArray().Count(s => Fits(s!, value, where));
                    Assert.True(fitting == 1, $"{where} fits {fitting} of {rule.ToJsonString()}.");
                    break;
                case "required":
                    Assert.All(rule!.AsArray(), n => Assert.True(value is not JsonObject o || o.ContainsKey((string)n!), $"{where} lacks {n}."));
                    break;
                case "properties":
                    foreach (var (name, member) in rule!.AsObject())
                    {
                        if (value is JsonObject o && o.TryGetPropertyValue(name, out var inner))
                        {
                            Check(member!, inner, $"{where}.{name}");
                        }
                    }

                    break;
                case "additionalProperties":
                    CheckOthers(schema, rule!, value, where);
                    break;
                case "items":
                    var index = 0;
                    foreach (var item in value as JsonArray ?? [])
                    {
                        Check(rule!, item, $"{where}[{index++}]");
                    }

                    break;
                case "minimum":
                    Assert.True(value is not JsonValue low || low.GetValueKind() != JsonValueKind.Number || AsNumber(low) >= AsNumber(rule!), $"{where} is below {rule}.");
                    break;
                case "maximum":
                    Assert.True(value is not JsonValue high || high.GetValueKind() != JsonValueKind.Number || AsNumber(high) <= AsNumber(rule!), $"{where} is above {rule}.");
                    break;
                case "minLength":
                    Assert.True(value is not JsonValue shortest || shortest.GetValueKind() != JsonValueKind.String || shortest.ToString().Length >= (int)rule!, $"{where} is too short.");
                    break;
                case "maxLength":
                    Assert.True(value is not JsonValue longest || longest.GetValueKind() != JsonValueKind.String || longest.ToString().Length <= (int)rule!, $"{where} is too long.");
                    break;
                case "minItems":
                    Assert.True(value is not JsonArray fewest || fewest.Count >= (int)rule!, $"{where} has too few items.");
                    break;
                case "maxItems":
                    Assert.True(value is not JsonArray most || most.Count <= (int)rule!, $"{where} has too many items.");
                    break;
                default:
                    Assert.Fail($"The schema of {where} says {word}, which this check does not know.");
                    break;
            }
        }
    }

    private void CheckOthers(JsonNode schema, JsonNode rule, JsonNode? value, string where)
    {
        foreach (var (name, inner) in value as JsonObject ?? [])
        {
            if (schema["properties"]?[name] is not null)
            {
                continue;
            }

            if (rule is JsonObject others)
            {
                Check(others, inner, $"{where}.{name}");
            }
            else
            {
                Assert.True((bool)rule, $"{where} may not have {name}.");
            }
        }
    }

    private bool Fits(JsonNode schema, JsonNode? value, string where)
    {
        try
        {
            Check(schema, value, where);
            return true;
        }
        catch (Xunit.Sdk.XunitException)
        {
            // It does not, which is an answer.
            return false;
        }
    }

    private JsonNode Resolve(string reference)
    {
        const string Start = "#/components/schemas/";
        Assert.StartsWith(Start, reference, StringComparison.Ordinal);
        return document["components"]!["schemas"]![reference[Start.Length..]] ?? throw new InvalidOperationException($"{reference} is not there.");
    }

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("null", null) => true,
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => AsNumber(value!) == decimal.Truncate(AsNumber(value!)),
        _ => false,
    };

    private static bool HasFormat(string format, JsonNode value) => format switch
    {
        "date" => DateOnly.TryParseExact(value.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "int32" => int.TryParse(value.ToString(), CultureInfo.InvariantCulture, out _),
        "int64" => long.TryParse(value.ToString(), CultureInfo.InvariantCulture, out _),
        _ => throw new InvalidOperationException($"The document uses the format {format}, which this check does not know."),
    };

    private static decimal AsNumber(JsonNode value) => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
