using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>The way back from the text of a key (design §6) to its columns.</summary>
public static class KeyParts
{
    /// <summary>Column name in the hub to value, as a JSON object; null when the text is not a key of this layout.</summary>
    public static string? ToJson(Layout layout, string key)
    {
        if (layout.WholeRecordKey)
        {
            return new JsonObject { [Hub.Tables.HubColumn.WholeRecordKey] = key }.ToJsonString();
        }

        var parts = Split(key);
        if (parts.Count != layout.KeyColumns.Count)
        {
            return null;
        }

        JsonObject values = [];
        for (var i = 0; i < parts.Count; i++)
        {
            if (Parse(layout.KeyColumns[i].Type, parts[i]) is not { } value)
            {
                return null;
            }

            values[layout.KeyColumns[i].ColumnName] = value;
        }

        return values.ToJsonString();
    }

    /// <summary>The key's fields as PostgreSQL reads them, in order; null when the text is not a key of this layout.</summary>
    public static IReadOnlyList<string>? Split(Layout layout, string key)
    {
        if (layout.WholeRecordKey)
        {
            return [key];
        }

        var parts = Split(key);
        var values = parts.Count == layout.KeyColumns.Count ? parts.Zip(layout.KeyColumns, (p, c) => Normalize(c.Type, p)).ToList() : [];
        return values.Count > 0 && values.All(v => v is not null) ? [.. values.OfType<string>()] : null;
    }

    /// <summary>One field of a key as PostgreSQL reads it; null when the text is none.</summary>
    public static string? Normalize(FieldType type, string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? null : Parse(type, text)?.ToString();

    private static List<string> Split(string key)
    {
        List<string> parts = [];
        StringBuilder part = new();
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] == '|')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(key[i] == '\\' && i + 1 < key.Length ? key[++i] : key[i]);
            }
        }

        parts.Add(part.ToString());
        return parts;
    }

    private static JsonValue? Parse(FieldType type, string text) => type.Kind switch
    {
        FieldKind.Text => JsonValue.Create(text),
        FieldKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? JsonValue.Create(n) : null,
        FieldKind.Decimal => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var d) ? JsonValue.Create(d) : null,
        FieldKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _) ? JsonValue.Create(text) : null,
        FieldKind.Boolean => bool.TryParse(text, out var b) ? JsonValue.Create(b) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, null),
    };
}
