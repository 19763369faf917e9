using System.Text.Json;
using IngestaMaestras.Core.Toon;

namespace IngestaMaestras.Core.Tests.Toon;

public sealed class ToonExampleTests
{
    public static IEnumerable<TheoryDataRow<string>> Valid() => Examples("valid", "conversions");

    public static IEnumerable<TheoryDataRow<string>> Invalid() => Examples("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_example_decodes_to_the_json_beside_it_and_encodes_back(string file)
    {
        var path = Path.Combine(ToonPackage.Folder, "examples", file);
        var text = File.ReadAllText(path);
        var decoded = ToonDecoder.Decode(text, new ToonDecodeOptions { ExpandPaths = ToonPathExpansion.Safe });

        var encoded = ToonEncoder.Encode(decoded);
        Assert.Equal(ToonAssert.Json(decoded), ToonAssert.Json(ToonDecoder.Decode(encoded)));
        if (!File.Exists(Path.ChangeExtension(path, ".json")))
            return;
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(path, ".json")));
        ToonAssert.SameValue(json.RootElement, decoded);
        var folding = file.Contains("key-folding", StringComparison.Ordinal) ? ToonKeyFolding.Safe : ToonKeyFolding.Off;
        Assert.Equal(
            text.TrimEnd('\n'), ToonEncoder.Encode(json.RootElement, new ToonEncodeOptions { KeyFolding = folding }));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_example_is_refused_with_a_place(string file)
    {
        var text = File.ReadAllText(Path.Combine(ToonPackage.Folder, "examples", file));

        var error = Assert.Throws<ToonException>(() => ToonDecoder.Decode(text));

        Assert.InRange(error.Line, 1, text.Split('\n').Length);
    }

    [Fact]
    public void The_examples_of_the_package_are_there()
    {
        Assert.InRange(Valid().Count(), 13, int.MaxValue);
        Assert.InRange(Invalid().Count(), 3, int.MaxValue);
    }

    private static IEnumerable<TheoryDataRow<string>> Examples(params string[] folders) => folders
        .SelectMany(f => Directory.EnumerateFiles(Path.Combine(ToonPackage.Folder, "examples", f), "*.toon"))
        .Select(f => Path.GetRelativePath(Path.Combine(ToonPackage.Folder, "examples"), f))
        .Order(StringComparer.Ordinal)
        .Select(f => new TheoryDataRow<string>(f));
}
