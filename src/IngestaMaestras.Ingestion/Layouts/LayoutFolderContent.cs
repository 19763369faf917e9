using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>What a folder of layouts held at one moment.</summary>
/// <param name="Texts">The layout files, in name order.</param>
/// <param name="FileCount">How many layout files there are, readable or not.</param>
/// <param name="Problems">Files that could not be read as text.</param>
/// <param name="Signature">Changes whenever any name, byte or problem does.</param>
public sealed record LayoutFolderContent(
    IReadOnlyList<LayoutText> Texts, int FileCount, IReadOnlyList<LayoutProblem> Problems, string Signature)
{
    /// <summary>Loads the layouts; all or nothing, with every problem of every file.</summary>
    public LayoutLoadResult Load()
    {
        var loaded = LayoutLoader.Load(Texts);
        if (Problems.Count == 0)
        {
            return loaded;
        }

        return new LayoutLoadResult(
            LayoutSet.Empty,
            [
                .. Problems.Concat(loaded.Problems)
                    .OrderBy(p => p.File, StringComparer.Ordinal)
                    .ThenBy(p => p.Line)
                    .ThenBy(p => p.Column),
            ]);
    }
}
