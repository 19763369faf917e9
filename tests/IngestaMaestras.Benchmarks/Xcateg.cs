using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Benchmarks;

/// <summary>The master that benchmarks load: its layout as shipped, its lines as the ERP writes them.</summary>
internal static class Xcateg
{
    private const int Width = 321;

    public static Layout ReadLayout()
    {
        var texts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "layouts"), "*.toon")
            .Select(f => new LayoutText(Path.GetFileName(f), File.ReadAllText(f)));
        return LayoutLoader.Load(texts).Layouts.Find("XCATEG")!;
    }

    public static string Line(int i, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{i / 100_000:000}{i % 100_000:00000}{name}").PadRight(Width);

    public static StreamWriter Open(string path) => new(path, false, new UTF8Encoding(false), 1 << 20) { NewLine = "\n" };
}
