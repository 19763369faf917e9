using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>The folder of the reports, <c>drills/</c> under the data root: one for machines and one for people of each drill.</summary>
public sealed partial class DrillFolder(string dataRoot)
{
    private const string WorkName = ".simulacro";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
    };

    public string Folder { get; } = Path.Combine(Path.GetFullPath(dataRoot), "drills");

    /// <summary>Reports, the newest first: names without extension.</summary>
    public IReadOnlyList<string> List() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => NamePattern().IsMatch(n)).OrderDescending(StringComparer.Ordinal)]
        : [];

    /// <summary>The report of that name; null when there is none.</summary>
    public async Task<DrillReport?> ReadAsync(string name, CancellationToken ct)
    {
        if (PathOf(name, ".json") is not { } path)
        {
            return null;
        }

        await using var stream = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<DrillReport>(stream, Json, ct);
    }

    /// <summary>The file of a report, as <c>.md</c> or <c>.json</c>; null when there is none. No other file is ever named.</summary>
    public string? PathOf(string name, string extension)
    {
        var path = Path.Combine(Folder, name + extension);
        return NamePattern().IsMatch(name) && File.Exists(path) ? path : null;
    }

    /// <summary>An empty folder for one drill; what an interrupted one left is removed. Others' accounts may pass through.</summary>
    internal string PrepareWork()
    {
        RemoveWork();
        return Directory.CreateDirectory(Path.Combine(Folder, WorkName)).FullName;
    }

    internal void RemoveWork()
    {
        var work = Path.Combine(Folder, WorkName);
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <returns>Its name.</returns>
    internal async Task<string> WriteAsync(DrillReport report, DateTime localTime, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        var stem = "simulacro-" + localTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var name = stem;
        for (var number = 2; File.Exists(Path.Combine(Folder, name + ".json")); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, name + ".md"), DrillText.Write(report, localTime), new UTF8Encoding(false), ct);
        // Last, and in one step: whoever lists reports finds finished ones.
        var partial = Path.Combine(Folder, name + ".partial");
        await File.WriteAllTextAsync(partial, JsonSerializer.Serialize(report, Json), ct);
        File.Move(partial, Path.Combine(Folder, name + ".json"));
        return name;
    }

    [GeneratedRegex("^simulacro-[0-9]{8}-[0-9]{6}(-[0-9]+)?$")]
    private static partial Regex NamePattern();
}
