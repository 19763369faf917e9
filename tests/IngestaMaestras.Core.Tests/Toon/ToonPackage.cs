using System.Text.Json;

namespace IngestaMaestras.Core.Tests.Toon;

/// <summary>The specification's own fixtures and examples, read where npm restored them.</summary>
internal static class ToonPackage
{
    private static readonly Lazy<string> LazyFolder = new(Find);

    internal static string Folder => LazyFolder.Value;

    internal static IEnumerable<ToonFixture> Fixtures(string category)
    {
        var folder = Path.Combine(Folder, "tests", "fixtures", category);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var index = 0;
            foreach (var test in document.RootElement.GetProperty("tests").EnumerateArray())
                yield return new ToonFixture($"{Path.GetFileNameWithoutExtension(file)} #{++index}", test.Clone());
        }
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "package.json")))
            folder = folder.Parent;
        if (folder is null)
            throw new DirectoryNotFoundException($"No package.json above {AppContext.BaseDirectory}.");
        var package = Path.Combine(folder.FullName, "node_modules", "@toon-format", "spec");
        return Directory.Exists(package)
            ? package
            : throw new DirectoryNotFoundException($"{package} is missing: run 'npm ci' in {folder.FullName}.");
    }
}
