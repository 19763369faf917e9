namespace IngestaMaestras.Testing;

/// <summary>Where the source tree is that these tests were built from.</summary>
public static class Repository
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    /// <summary>The top folder, the one with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The built program; it is there after the solution (or the portal's project) was built.</summary>
    public static string Program
    {
        get
        {
            string path = Path.Combine(Root, "src/IngestaMaestras.Portal/bin", Configuration, "net10.0/ingesta.dll");
            return File.Exists(path)
                ? path
                : throw new FileNotFoundException($"Build the solution first (dotnet build -c {Configuration}).", path);
        }
    }

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "IngestaMaestras.sln")))
                return folder;
        }
        throw new DirectoryNotFoundException($"No IngestaMaestras.sln above {AppContext.BaseDirectory}");
    }
}
