using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Core.Tests.Layouts;

/// <summary>The texts of the top-level <c>layouts</c> folder.</summary>
internal static class ShippedLayouts
{
    private static readonly Lazy<LayoutSet> Loaded = new(() => LayoutLoader.Load(Read()).Layouts);

    public static LayoutSet Set => Loaded.Value;

    public static IReadOnlyList<LayoutText> Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IngestaMaestras.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return
        [
            .. Directory.EnumerateFiles(Path.Combine(folder.FullName, "layouts"), "*.toon")
                .Order(StringComparer.Ordinal)
                .Select(f => new LayoutText(Path.GetFileName(f), File.ReadAllText(f))),
        ];
    }
}
