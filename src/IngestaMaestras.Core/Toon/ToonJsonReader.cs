using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IngestaMaestras.Core.Toon;

/// <summary>Makes nodes of JSON values; their line and column are 0.</summary>
public static class ToonJsonReader
{
    /// <summary>The node of a JSON value. Of equal keys the last one counts, in the place of the first.</summary>
    /// <exception cref="ToonException">A string is not valid Unicode, or the value is too deep.</exception>
    public static ToonNode Read(JsonElement value) => Read(value, 0);

    /// <inheritdoc cref="Read(JsonElement)"/>
    public static ToonNode Read(JsonNode? value) => Read(value, 0);

    private static ToonNode Read(JsonElement value, int level)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckLevel(level);
                ToonJsonObject map = new(value.GetPropertyCount());
                foreach (var property in value.EnumerateObject())
                    map.Set(Unicode(property, p => p.Name, p => p.ToString()), Read(property.Value, level + 1));
                return map.ToNode();
            case JsonValueKind.Array:
                CheckLevel(level);
                List<ToonNode> items = new(value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                    items.Add(Read(item, level + 1));
                return new ToonArray(items, 0, 0);
            case JsonValueKind.String:
                return new ToonPrimitive(Unicode(value, v => v.GetString()!, v => v.GetRawText()), 0, 0);
            case JsonValueKind.Number:
                var text = value.GetRawText();
                return new ToonPrimitive(ToonNumber.TryParse(text, out var number) ? number : text, 0, 0);
            case JsonValueKind.True or JsonValueKind.False:
                return new ToonPrimitive(value.GetBoolean(), 0, 0);
            case JsonValueKind.Null:
                return new ToonPrimitive(null, 0, 0);
            case JsonValueKind.Undefined:
            default:
                throw new ArgumentException($"Not a JSON value: {value.ValueKind}.", nameof(value));
        }
    }

    private static ToonNode Read(JsonNode? value, int level)
    {
        switch (value)
        {
            case null:
                return new ToonPrimitive(null, 0, 0);
            case JsonObject source:
                CheckLevel(level);
                ToonJsonObject map = new(source.Count);
                foreach (var (key, item) in source)
                    map.Set(key, Read(item, level + 1));
                return map.ToNode();
            case JsonArray array:
                CheckLevel(level);
                return new ToonArray([.. array.Select(item => Read(item, level + 1))], 0, 0);
            case JsonValue single when single.TryGetValue<string>(out var text):
                return new ToonPrimitive(text, 0, 0);
            case JsonValue single when IsNotFinite(single):
                return new ToonPrimitive(null, 0, 0);
            default:
                using (var document = JsonDocument.Parse(value.ToJsonString()))
                    return Read(document.RootElement, level);
        }
    }

    private static bool IsNotFinite(JsonValue value) =>
        (value.TryGetValue<double>(out var number) && !double.IsFinite(number))
        || (value.TryGetValue<float>(out var single) && !float.IsFinite(single));

    /// <summary>
    /// System.Text.Json has no other way to say that an escape in a string is half of a surrogate pair.
    /// </summary>
    private static string Unicode<T>(T source, Func<T, string> get, Func<T, string> show)
    {
        try
        {
            return get(source);
        }
        catch (InvalidOperationException)
        {
            throw ToonException.Create(ToonErrorCode.LoneSurrogate, 0, 0, show(source));
        }
    }

    private static void CheckLevel(int level)
    {
        if (level >= ToonLimits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw ToonException.Create(ToonErrorCode.TooDeep, 0, 0, "", ToonLimits.MaxDepth);
    }
}
