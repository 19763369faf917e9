using System.Globalization;
using System.Text.RegularExpressions;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>Where the cluster's files are. <see cref="Data"/> and <see cref="Log"/> are the server's own.</summary>
internal sealed partial class ClusterFolder
{
    // Relative to the root, which is the working directory of the tools: no path needs quoting.
    public const string DataName = "data";
    public const string NewDataPrefix = "data.new-";
    public const string ConfigName = "postgresql.conf";
    public const string PasswordName = "initdb.password";
    public const string StartLogName = "log/start.log";

    public ClusterFolder(string dataRoot)
    {
        DataRoot = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataRoot));
        Root = Path.Combine(DataRoot, "postgres");
    }

    public string DataRoot { get; }

    public string Root { get; }

    public string Data => Path.Combine(Root, DataName);

    public string Log => Path.Combine(Root, "log");

    public string StartLog => Path.Combine(Root, StartLogName);

    public string Config => Path.Combine(Root, ConfigName);

    public string Password => Path.Combine(Root, PasswordName);

    public string State => Path.Combine(DataRoot, "postgres.json");

    public string StartLock => Path.Combine(Root, "start.lock");

    public string UseLock => Path.Combine(Root, "use.lock");

    public string PidFile => Path.Combine(Data, "postmaster.pid");

    /// <summary>The version that made the data, or null when there is no data yet.</summary>
    public int? ReadDataVersion()
    {
        string file = Path.Combine(Data, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The last thing that the server complained about, for an operator's message.</summary>
    public string LastComplaint()
    {
        // What comes before the log files are open, and what has no severity because it comes from the command line.
        string[] early = File.Exists(StartLog) ? File.ReadAllLines(StartLog) : [];
        if (early.LastOrDefault(l => !InformationPattern().IsMatch(l)) is string line)
            return ComplaintPattern().Match(line) is { Success: true } match ? match.Value : line;
        return new DirectoryInfo(Log).EnumerateFiles("*.log")
            .OrderByDescending(f => f.LastWriteTimeUtc)
            .SelectMany(f => File.ReadLines(f.FullName).Reverse())
            .Select(l => ComplaintPattern().Match(l))
            .FirstOrDefault(m => m.Success)?.Value ?? "?";
    }

    [GeneratedRegex(@"(?<=(FATAL|PANIC):\s+)\S.*")]
    private static partial Regex ComplaintPattern();

    [GeneratedRegex(@"\b(LOG|HINT|DETAIL|WARNING):\s|^\s*$")]
    private static partial Regex InformationPattern();
}
