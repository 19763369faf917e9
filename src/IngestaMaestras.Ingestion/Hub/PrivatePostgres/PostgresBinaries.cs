using System.Text.RegularExpressions;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>The folder with one version's <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</summary>
internal sealed partial record PostgresBinaries(string Folder, int MajorVersion)
{
    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>
    /// The newest version on this machine, or exactly <paramref name="majorVersion"/>: a data folder can only be opened
    /// by the version that made it.
    /// </summary>
    /// <exception cref="PrivateClusterException">There is none.</exception>
    public static async Task<PostgresBinaries> FindAsync(int? majorVersion, CancellationToken ct)
    {
        List<PostgresBinaries> found = [];
        foreach (string folder in (await FindFoldersAsync(ct)).Where(IsComplete))
        {
            if (await ReadVersionAsync(folder, ct) is int version && version >= HubDatabase.OldestServer)
                found.Add(new PostgresBinaries(folder, version));
        }
        if (majorVersion is null)
        {
            return found.MaxBy(b => b.MajorVersion)
                ?? throw new PrivateClusterException(PrivateClusterTexts.PostgresMissing(HubDatabase.OldestServer));
        }
        return found.Find(b => b.MajorVersion == majorVersion)
            ?? throw new PrivateClusterException(PrivateClusterTexts.PostgresVersionMissing(majorVersion.Value));
    }

    public async Task<bool> HasLibraryAsync(string name, CancellationToken ct)
    {
        string libraries = Path.Combine(Folder, "..", "lib");
        string pgConfig = Path.Combine(Folder, "pg_config");
        if (File.Exists(pgConfig))
        {
            CommandResult result = await ShellCommand.RunAsync([pgConfig, "--pkglibdir"], Folder, ct);
            if (result.ExitCode == 0)
                libraries = result.Output.Trim();
        }
        return File.Exists(Path.Combine(libraries, name + ".so"));
    }

    /// <summary>Folders of this machine that may hold PostgreSQL's programs.</summary>
    public static async Task<IReadOnlyList<string>> FindFoldersAsync(CancellationToken ct)
    {
        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        List<string> folders = [];
        if (path.Select(p => Path.Combine(p, "pg_config")).FirstOrDefault(File.Exists) is string pgConfig)
        {
            CommandResult result = await ShellCommand.RunAsync([pgConfig, "--bindir"], "/", ct);
            if (result.ExitCode == 0)
                folders.Add(result.Output.Trim());
        }
        folders.AddRange(VersionFolders("/usr/lib/postgresql", "*"));
        folders.AddRange(VersionFolders("/usr", "pgsql-*"));
        folders.AddRange(path);
        return [.. folders.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> VersionFolders(string parent, string pattern) => Directory.Exists(parent)
        ? Directory.EnumerateDirectories(parent, pattern).Select(d => Path.Combine(d, "bin"))
        : [];

    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "initdb"))
        && File.Exists(Path.Combine(folder, "pg_ctl"))
        && File.Exists(Path.Combine(folder, "postgres"));

    private static async Task<int?> ReadVersionAsync(string folder, CancellationToken ct)
    {
        CommandResult result = await ShellCommand.RunAsync([Path.Combine(folder, "postgres"), "-V"], "/", ct);
        Match match = VersionPattern().Match(result.Output);
        return match.Success ? int.Parse(match.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "postgres (PostgreSQL) 18beta1"
    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    private static partial Regex VersionPattern();
}
