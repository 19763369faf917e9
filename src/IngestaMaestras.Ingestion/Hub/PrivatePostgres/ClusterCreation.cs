namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>Makes the data folder with <c>initdb</c>: afterwards it is complete, or it is not there.</summary>
internal sealed class ClusterCreation(ClusterFolder folder, ServerAccount account)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public async Task EnsureCreatedAsync(
        PostgresBinaries binaries, ClusterState state, bool durable, CancellationToken ct)
    {
        if (!Directory.Exists(folder.Log))
        {
            Directory.CreateDirectory(folder.Log);
            account.Give(folder.Log);
        }
        if (folder.ReadDataVersion() is not null)
            return;
        if (Directory.Exists(folder.Data))
        {
            if (Directory.EnumerateFileSystemEntries(folder.Data).Any())
                throw new PrivateClusterException(PrivateClusterTexts.DataFolderForeign(folder.Data));
            Directory.Delete(folder.Data);
        }
        RemoveLeftovers();
        // A name of its own: the initdb of a program that was killed a moment ago may still be at work on another one.
        string newData = Path.Combine(folder.Root, $"{ClusterFolder.NewDataPrefix}{Guid.NewGuid():N}");
        Directory.CreateDirectory(newData, OwnerOnly);
        account.Give(newData);
        await InitializeAsync(binaries, Path.GetFileName(newData), state, durable, ct);
        Directory.Move(newData, folder.Data);
    }

    private void RemoveLeftovers()
    {
        foreach (string left in Directory.EnumerateDirectories(folder.Root, $"{ClusterFolder.NewDataPrefix}*"))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // still being written; without its folder that initdb fails and tidies up
            }
        }
    }

    private async Task InitializeAsync(
        PostgresBinaries binaries, string newData, ClusterState state, bool durable, CancellationToken ct)
    {
        try
        {
            WritePasswordFile(state.Password);
            CommandResult result = await account.RunAsync(ct,
            [
                binaries.InitDb, "-D", newData, "-U", state.User,
                $"--pwfile={ClusterFolder.PasswordName}", "-A", "scram-sha-256", "-E", "UTF8",
                $"--locale={await LocaleAsync(ct)}", "--data-checksums", .. durable ? [] : (string[])["--no-sync"],
            ]);
            if (result.ExitCode != 0)
                throw new PrivateClusterException(PrivateClusterTexts.InitFailed(folder.Root, result.Reason));
        }
        finally
        {
            File.Delete(folder.Password);
        }
    }

    private void WritePasswordFile(string password)
    {
        File.Delete(folder.Password);
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (StreamWriter writer = new(folder.Password, options))
            writer.WriteLine(password);
        account.Give(folder.Password);
    }

    private async Task<string> LocaleAsync(CancellationToken ct)
    {
        CommandResult locales = await account.RunAsync(ct, "locale", "-a");
        return locales.Output.Contains("C.utf8", StringComparison.OrdinalIgnoreCase)
            || locales.Output.Contains("C.UTF-8", StringComparison.OrdinalIgnoreCase) ? "C.UTF-8" : "C";
    }
}
