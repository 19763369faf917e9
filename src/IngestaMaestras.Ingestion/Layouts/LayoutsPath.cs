namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>Where the layouts are when nobody says so on the command line.</summary>
public static class LayoutsPath
{
    private const string FolderName = "layouts";

    /// <summary>
    /// The configured folder; else <c>layouts</c> in the current directory; else the first <c>layouts</c> folder with
    /// layouts in it beside the program or above it. Always a full path, which need not exist.
    /// </summary>
    /// <param name="configured">Setting <c>Ingesta:LayoutsPath</c>; blank when there is none.</param>
    public static string Resolve(string? configured) =>
        Resolve(configured, Environment.CurrentDirectory, AppContext.BaseDirectory);

    /// <summary>As <see cref="Resolve(string?)"/>, for a given current directory and program folder.</summary>
    public static string Resolve(string? configured, string currentDirectory, string programDirectory)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Path.GetFullPath(configured, currentDirectory);
        }

        var local = Path.Combine(currentDirectory, FolderName);
        if (Directory.Exists(local))
        {
            return local;
        }

        for (var folder = new DirectoryInfo(programDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, FolderName);
            if (Directory.Exists(candidate) && Directory.EnumerateFiles(candidate, "*" + LayoutFolder.Extension).Any())
            {
                return candidate;
            }
        }

        return local;
    }
}
