using System.Text.Json;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

/// <summary>One test of the specification's package.</summary>
internal sealed record ToonFixture(string Id, JsonElement Test)
{
    internal string Name => Test.GetProperty("name").GetString()!;

    internal JsonElement Input => Test.GetProperty("input");

    internal JsonElement Expected => Test.GetProperty("expected");

    internal bool ShouldError => Test.TryGetProperty("shouldError", out var value) && value.GetBoolean();

    internal ToonDecodeOptions DecodeOptions => new()
    {
        Strict = Option("strict")?.GetBoolean() ?? true,
        Indent = Option("indent")?.GetInt32() ?? 2,
        ExpandPaths = Option("expandPaths")?.GetString() switch
        {
            null or "off" => ToonPathExpansion.Off,
            "safe" => ToonPathExpansion.Safe,
            var other => throw new InvalidDataException($"Unknown expandPaths {other}."),
        },
    };

    internal ToonEncodeOptions EncodeOptions => new()
    {
        Indent = Option("indent")?.GetInt32() ?? 2,
        Delimiter = Option("delimiter")?.GetString()![0] ?? ',',
        FlattenDepth = Option("flattenDepth")?.GetInt32(),
        KeyFolding = Option("keyFolding")?.GetString() switch
        {
            null or "off" => ToonKeyFolding.Off,
            "safe" => ToonKeyFolding.Safe,
            var other => throw new InvalidDataException($"Unknown keyFolding {other}."),
        },
    };

    private JsonElement? Option(string name) =>
        Test.TryGetProperty("options", out var options) && options.TryGetProperty(name, out var value) ? value : null;
}
