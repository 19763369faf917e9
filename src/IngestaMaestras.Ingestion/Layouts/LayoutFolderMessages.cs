using System.Globalization;
using System.Resources;
using IngestaMaestras.Core.Layouts;

namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>Sentences about the folder of layouts, from <c>LayoutFolderMessages.resx</c>.</summary>
internal static class LayoutFolderMessages
{
    private static readonly ResourceManager Resources = new(typeof(LayoutFolderMessages));

    /// <summary>
    /// A problem of a file; its texts are the resources named as the problem, and that name with <c>.Found</c> and
    /// <c>.Expected</c>.
    /// </summary>
    public static LayoutProblem Problem(string file, int line, int column, string name, params object[] values) => new(
        file, line, column, null, Format(name, values), Format($"{name}.Found", values), Format($"{name}.Expected", values));

    /// <summary>The folder as a whole cannot be read.</summary>
    public static LayoutProblem FolderProblem(string folder, string message) =>
        new(Path.GetFileName(folder), 0, 0, null, message, Format("Folder.Found"), Format("Folder.Expected"));

    public static string Format(string name, params object[] values) => string.Format(
        CultureInfo.InvariantCulture,
        Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name),
        values);
}
