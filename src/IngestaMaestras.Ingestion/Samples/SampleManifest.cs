using System.Text.Json;
using System.Text.Json.Serialization;

namespace IngestaMaestras.Ingestion.Samples;

/// <summary>What a sample is and what a load of it must find, as <c>manifest.json</c> says it.</summary>
public sealed record SampleManifest
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required ulong Seed { get; init; }

    public required DateOnly Date { get; init; }

    /// <summary>Rows asked for; null for the usual ones of each master.</summary>
    public long? Rows { get; init; }

    /// <summary>Share of faulty lines asked for.</summary>
    public decimal Faults { get; init; }

    /// <summary>Changed rows asked for.</summary>
    public int Changes { get; init; }

    public bool Quirks { get; init; }

    public required IReadOnlyList<SampleFile> Files { get; init; }

    /// <summary>Reads a manifest whole: its size grows with the faults of the sample.</summary>
    /// <exception cref="JsonException">It is no manifest.</exception>
    public static async Task<SampleManifest> ReadAsync(string path, CancellationToken ct)
    {
        await using FileStream stream = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<SampleManifest>(stream, Json, ct)
            ?? throw new JsonException($"{path}: null");
    }

    /// <summary>The file of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SampleFile FileOf(string name) =>
        Files.FirstOrDefault(f => f.File == name) ?? throw new KeyNotFoundException(name);

    /// <summary>The ordinary file of a master: the first that is not refused as a whole.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SampleFile FileOfMaestra(string maestra) =>
        Files.FirstOrDefault(f => f.Maestra == maestra && f.FileError is null)
        ?? throw new KeyNotFoundException(maestra);
}
