using System.Diagnostics.CodeAnalysis;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Layouts.Loading;

/// <summary>Small questions that every reader of a layout asks of decoded TOON.</summary>
internal static class ToonExtensions
{
    public static ToonEntry? Find(this ToonObject node, string key) =>
        node.Entries.FirstOrDefault(e => e.Key == key);

    /// <summary>Absent, null or blank text: as if it had not been written.</summary>
    public static bool IsBlank([NotNullWhen(false)] this ToonEntry? entry) =>
        entry is null || (entry.Value is ToonPrimitive primitive && string.IsNullOrWhiteSpace(primitive.ToText()));

    /// <summary>A primitive's text: numbers in canonical form, null as nothing.</summary>
    public static string ToText(this ToonPrimitive primitive) => primitive.Value switch
    {
        null => "",
        bool b => b ? "true" : "false",
        ToonNumber number => number.Text,
        string text => text,
        var other => throw new InvalidOperationException($"Primitive of type {other.GetType()}"),
    };
}
