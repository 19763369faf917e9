using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.Samples;

internal static class SampleLayouts
{
    public static IReadOnlyList<string> TheThirteen { get; } =
    [
        "CRLISUCATE", "XCADENA", "XCAN", "XCATEG", "XCIUDAD", "XGEN", "XLEXSUBC", "XLEXSUBL", "XMONEDA", "XUEN", "XWECIA",
        "XWEDEP", "XWEPAI",
    ];

    /// <summary>The layouts of the repository.</summary>
    public static LayoutSet Real { get; } = LoadReal();

    /// <summary>Layouts written in a test.</summary>
    public static LayoutSet Of(params string[] toon)
    {
        LayoutLoadResult loaded = LayoutLoader.Load(toon.Select((text, i) => new LayoutText($"prueba{i}.toon", text)));
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Problems));
        return loaded.Layouts;
    }

    private static LayoutSet LoadReal()
    {
        LayoutLoadResult loaded = LayoutFolder.Read(Path.Combine(Repository.Root, "layouts")).Load();
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Problems));
        return loaded.Layouts;
    }
}
