using System.Text.Json;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>A dashboard as its file describes it.</summary>
internal sealed class Dashboard(string file, JsonElement json)
{
    public string File { get; } = file;

    public JsonElement Json { get; } = json;

    public static string Folder { get; } = Path.Combine(Repository.Root, "grafana/dashboards");

    public IReadOnlyList<JsonElement> Panels => [.. Json.GetProperty("panels").EnumerateArray()];

    /// <summary>Every expression, of panels, annotations and variables, with where it is.</summary>
    public IEnumerable<(string Where, string Expression)> Expressions() =>
    [
        .. Panels.SelectMany(p => p.GetProperty("targets").EnumerateArray().Select(t => (Of(p), Fill(t.GetProperty("expr").GetString()!)))),
        .. Json.GetProperty("annotations").GetProperty("list").EnumerateArray()
            .Select(a => ($"{File}: {a.GetProperty("name").GetString()}", Fill(a.GetProperty("expr").GetString()!))),
    ];

    /// <summary>Addresses that it and its panels lead to.</summary>
    public IEnumerable<string> Links() => Panels.Append(Json)
        .SelectMany(p => p.TryGetProperty("links", out var links) ? links.EnumerateArray().Select(l => l.GetProperty("url").GetString()!) : [])
        .Where(u => u.Length > 0);

    public string Of(JsonElement panel) => $"{File}: {panel.GetProperty("title").GetString()}";

    public static IReadOnlyList<Dashboard> ReadAll() =>
    [
        .. Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(f =>
        {
            using var document = JsonDocument.Parse(System.IO.File.ReadAllText(f));
            return new Dashboard(Path.GetFileNameWithoutExtension(f), document.RootElement.Clone());
        }),
    ];

    /// <summary>With every master chosen, as Grafana fills the variable in.</summary>
    private static string Fill(string expression) => expression.Replace("$maestra", ".*", StringComparison.Ordinal);
}
