using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>Brings the server up, or adopts the one that runs. The caller holds the start lock.</summary>
internal sealed class ClusterStart(
    PrivateClusterOptions options, ClusterFolder folder, ServerAccount account, ILogger logger)
{
    private const int MaxAttempts = 4;
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // pg_ctl tells soon when the server cannot start; longer waits are ours, because ours can be cancelled.
    private const string PgCtlWaitSeconds = "5";

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly ServerProbe _probe = new(folder, account);

    /// <returns>How to reach the server, and whether it was started here.</returns>
    public async Task<(ClusterState State, bool StartedHere)> RunAsync(CancellationToken ct)
    {
        account.CheckReaches(folder.Root);
        ClusterState state = ReadState();
        bool startedHere = false;
        try
        {
            for (int attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (Postmaster.Find(folder, account) is Postmaster running)
                {
                    state = Remember(state, running.Port);
                }
                else
                {
                    state = Remember(state, PortToUse(state));
                    startedHere = true;
                    await LaunchAsync(state, ct);
                }
                if (await _probe.WaitUntilReadyAsync(state, options.StartTimeout, ct))
                {
                    await ServerProbe.EnsureDatabaseAsync(state, ct);
                    return (state, startedHere);
                }
                // What passes by itself: a port taken in between, processes of a killed server that still hold its
                // memory, a server that was stopping when we found it.
                logger.LogWarning("PostgreSQL in {Folder} did not stay up (attempt {Attempt})", folder.Root, attempt);
                await Task.Delay(BetweenAttempts, ct);
            }
            throw new PrivateClusterException(PrivateClusterTexts.NotStarted(folder.LastComplaint(), folder.Log));
        }
        catch when (startedHere)
        {
            await new ClusterStop(folder, account).TryRunAsync(options.StopTimeout);
            throw;
        }
    }

    private ClusterState ReadState()
    {
        ClusterState? state = ClusterState.Read(folder.State);
        if (state is null && folder.ReadDataVersion() is not null)
            throw new PrivateClusterException(PrivateClusterTexts.StateMissing(folder.State, folder.Data));
        return state ?? ClusterState.New(port: 0);
    }

    private int PortToUse(ClusterState state)
    {
        if (options.Port is int wanted)
        {
            return ClusterPort.IsFree(wanted)
                ? wanted
                : throw new PrivateClusterException(PrivateClusterTexts.PortBusy(wanted));
        }
        if (state.Port > 0 && ClusterPort.IsFree(state.Port))
            return state.Port;
        int port = ClusterPort.Choose();
        if (state.Port > 0)
            logger.LogWarning("Port {Old} is taken by another program; PostgreSQL moves to {New}", state.Port, port);
        return port;
    }

    private ClusterState Remember(ClusterState state, int port)
    {
        if (port == 0 || port == state.Port)
            return state;
        state = state with { Port = port };
        state.Write(folder.State);
        ServerAccount.GiveToOwnerOf(folder.Root, folder.State);
        return state;
    }

    private async Task LaunchAsync(ClusterState state, CancellationToken ct)
    {
        PostgresBinaries binaries = await PostgresBinaries.FindAsync(folder.ReadDataVersion(), ct);
        await new ClusterCreation(folder, account).EnsureCreatedAsync(binaries, state, options.Durable, ct);
        bool statistics = await binaries.HasLibraryAsync(ServerSettings.StatementStatistics, ct);
        await File.WriteAllTextAsync(
            folder.Config, ServerSettings.Write(state.Port, options.Durable, statistics), ct);
        File.SetUnixFileMode(folder.Config, ReadableByAll);
        File.Delete(folder.StartLog);
        Postmaster.ForgetStale(folder, account);

        logger.LogInformation(
            "Starting PostgreSQL {Version} in {Folder} on port {Port}", binaries.MajorVersion, folder.Root, state.Port);
        // pg_ctl starts the server in a session of its own: a Ctrl-C in our terminal does not reach it. What pg_ctl
        // thinks of the outcome is not needed, the probe looks for itself; and it is not cancelled, since killing it
        // half-way would leave a server that nobody knows of.
        await account.RunAsync(CancellationToken.None,
            binaries.PgCtl, "start", "-D", ClusterFolder.DataName, "-l", ClusterFolder.StartLogName,
            "-o", $"-c config_file={ClusterFolder.ConfigName}", "-w", "-t", PgCtlWaitSeconds);
    }
}
