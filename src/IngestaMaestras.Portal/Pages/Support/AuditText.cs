using System.Globalization;
using System.Text.Json;
using IngestaMaestras.Core.Runs;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Support;

/// <summary>How <c>audit_log</c> is shown: words for what was done, and its JSON as names and values.</summary>
internal static class AuditText
{
    private const int MaxValue = 400;

    public static string Action(string code) => Find($"Audit.Action_{code}") ?? code;

    public static string Outcome(string code) => Find($"Audit.Status_{code}") ?? StateWords.Find(code) ?? code;

    public static Tone ToneOf(string code) => code switch
    {
        "succeeded" or "loaded" or "unchanged" => Tone.Good,
        "error" or "failed" => Tone.Bad,
        "partial" or "locked" => Tone.Warning,
        "held" => Tone.Held,
        "running" or "queued" => Tone.Active,
        _ => Tone.Neutral,
    };

    /// <summary>The members of a JSON object that say something, nested ones as their JSON, long ones cut.</summary>
    public static IReadOnlyList<(string Name, string? Value)> Facts(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind != JsonValueKind.Object
            ? [("value", Cut(document.RootElement.ToString()))]
            : [.. document.RootElement.EnumerateObject()
                .Where(p => p.Value.ValueKind is not JsonValueKind.Null && p.Value.ToString() is not ("" or "[]" or "{}"))
                .Select(p => (p.Name, Value: p.Name == "trigger" ? StateWords.FindTrigger(p.Value.ToString()) ?? p.Value.ToString() : ValueOf(p.Value)))
                .Where(f => f.Value.Length > 0)
                .Select(f => (f.Name, (string?)Cut(f.Value)))];
    }

    public static string FactName(string name) => Find($"Audit.Fact_{name}") ?? name;

    /// <summary>Where the thing that a value names can be seen; null: nowhere.</summary>
    public static string? LinkOf((string Name, string? Value) fact) => fact switch
    {
        ("run_id" or "parent_run_id", { } run) when long.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out _) => $"/ejecuciones/{run}",
        ("fecha_proceso", { } date) when DateOnly.TryParseExact(date, "yyyy-MM-dd", out _) => Address.Of("/fechas", ("hasta", date)),
        _ => null,
    };

    private static string ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => T("Audit.Yes"),
        JsonValueKind.False => T("Audit.No"),
        // Of parameters within parameters, those that were given.
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject()
            .Where(p => p.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False))
            .Select(p => $"{FactName(p.Name)}: {ValueOf(p.Value)}")),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(v => v.ToString())),
        _ => value.ToString(),
    };

    private static string Cut(string text) => text.Length <= MaxValue ? text : text[..MaxValue] + "…";
}
