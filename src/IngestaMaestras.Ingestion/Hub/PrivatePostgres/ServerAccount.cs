namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>
/// The system account that PostgreSQL's tools run as. PostgreSQL refuses to run as root: there, its package's own
/// account is used (or whoever owns the data already); otherwise ours.
/// </summary>
internal sealed class ServerAccount
{
    private const string PackageAccount = "postgres";

    private readonly string? _name;
    private readonly string _workingDirectory;

    private ServerAccount(string? name, string workingDirectory)
    {
        _name = name;
        _workingDirectory = workingDirectory;
    }

    /// <exception cref="PrivateClusterException">Root cannot tell which account to use.</exception>
    public static ServerAccount For(ClusterFolder folder)
    {
        if (!Environment.IsPrivilegedProcess)
            return new ServerAccount(null, folder.Root);

        string name = PackageAccount;
        if (Directory.Exists(folder.Data))
        {
            string owner = ShellCommand.Run(["stat", "-c", "%U", folder.Data], folder.Root).Output.Trim();
            if (owner != "root")
                name = owner;
        }
        if (ShellCommand.Run(["id", "-u", name], folder.Root).ExitCode != 0)
            throw new PrivateClusterException(PrivateClusterTexts.AccountMissing(name, folder.Root));
        return new ServerAccount(name, folder.Root);
    }

    public Task<CommandResult> RunAsync(CancellationToken ct, params IReadOnlyList<string> command) =>
        ShellCommand.RunAsync(Wrap(command), _workingDirectory, ct);

    /// <summary>Runs <c>test</c> with these arguments as the account.</summary>
    public bool Test(params IReadOnlyList<string> expression) =>
        ShellCommand.Run(Wrap(["test", .. expression]), _workingDirectory).ExitCode == 0;

    /// <summary>Makes the account the owner of a file or folder that we made.</summary>
    public void Give(string path)
    {
        if (_name is null)
            return;
        CommandResult result = ShellCommand.Run(["chown", _name, path], _workingDirectory);
        if (result.ExitCode != 0)
            throw new PrivateClusterException(PrivateClusterTexts.FolderNotWritable(path, result.Reason));
    }

    /// <summary>Root keeps a file that it wrote anew in the hands of the user whose folder this is.</summary>
    public static void GiveToOwnerOf(string folder, string file)
    {
        if (Environment.IsPrivilegedProcess)
            ShellCommand.Run(["chown", $"--reference={folder}", file], folder);
    }

    /// <exception cref="PrivateClusterException">A folder on the way does not let the account through.</exception>
    public void CheckReaches(string folder)
    {
        if (_name is null || Test("-x", folder))
            return;
        string closed = Ancestors(folder).Reverse().First(f => !Test("-x", f));
        throw new PrivateClusterException(PrivateClusterTexts.FolderUnreachable(closed, _name));
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (string? f = folder; f is not null; f = Path.GetDirectoryName(f))
            yield return f;
    }

    /// <summary>A command as the account runs it.</summary>
    public IReadOnlyList<string> Wrap(IReadOnlyList<string> command) =>
        _name is null ? command : ["runuser", "-u", _name, "--", .. command];
}
