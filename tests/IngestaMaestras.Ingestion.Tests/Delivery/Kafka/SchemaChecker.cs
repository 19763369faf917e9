using System.Text.Json;
using System.Text.RegularExpressions;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Kafka;

/// <summary>The keywords of JSON Schema 2020-12 that our schemas use; any other one is a failure.</summary>
internal static class SchemaChecker
{
    private static readonly string[] Annotations = ["$schema", "$id", "title", "description", "format"];

    /// <returns>What does not fit; empty when everything does.</returns>
    public static IEnumerable<string> Check(JsonElement schema, JsonElement value, string place = "")
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            foreach (var problem in Check(keyword, value, place))
                yield return problem;
        }
    }

    private static IEnumerable<string> Check(JsonProperty keyword, JsonElement value, string place)
    {
        var fits = keyword.Name switch
        {
            _ when Annotations.Contains(keyword.Name) => true,
            "type" => keyword.Value.ValueKind == JsonValueKind.Array
                ? keyword.Value.EnumerateArray().Any(t => IsOf(t.GetString()!, value))
                : IsOf(keyword.Value.GetString()!, value),
            "required" => keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
            "minLength" => value.ValueKind != JsonValueKind.String || Length(value) >= keyword.Value.GetInt32(),
            "maxLength" => value.ValueKind != JsonValueKind.String || Length(value) <= keyword.Value.GetInt32(),
            "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= keyword.Value.GetDecimal(),
            "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= keyword.Value.GetDecimal(),
            "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!),
            "properties" => true,
            _ => throw new NotSupportedException(keyword.Name),
        };
        if (!fits)
            yield return $"{place}: {value} is not {keyword}";
        if (keyword.Name != "properties")
            yield break;
        foreach (var property in keyword.Value.EnumerateObject())
        {
            if (!value.TryGetProperty(property.Name, out var inner))
                continue;
            foreach (var problem in Check(property.Value, inner, $"{place}/{property.Name}"))
                yield return problem;
        }
    }

    private static bool IsOf(string type, JsonElement value) => (type, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) or ("string", JsonValueKind.String) or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => decimal.IsInteger(value.GetDecimal()),
        _ => false,
    };

    private static int Length(JsonElement value) => value.GetString()!.EnumerateRunes().Count();
}
