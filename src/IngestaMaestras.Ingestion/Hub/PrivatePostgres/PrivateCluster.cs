using Microsoft.Extensions.Logging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>
/// A PostgreSQL of our own under the data root, made from the machine's binaries: what the program uses when nobody
/// gave it a <c>ConnectionStrings:Hub</c>. The server outlives a killed program and is adopted by the next one. All
/// processes that called <see cref="StartAsync"/> share it; the last one that stops using it shuts it down.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    // Another thread may be starting a child process just now, which holds our files open until it executes.
    private static readonly TimeSpan OthersLinger = TimeSpan.FromMilliseconds(500);

    private readonly ClusterFolder _folder;
    private readonly ServerAccount _account;
    private readonly PrivateClusterOptions _options;
    private readonly ILogger? _logger;
    private FileStream? _use;

    private PrivateCluster(
        ClusterFolder folder, ServerAccount account, PrivateClusterOptions options, ClusterState state,
        bool startedHere, FileStream? use, ILogger? logger)
    {
        _folder = folder;
        _account = account;
        _options = options;
        _use = use;
        _logger = logger;
        ConnectionString = state.ConnectionString(ClusterState.Database);
        Port = state.Port;
        StartedHere = startedHere;
    }

    /// <summary>The version that would be started on this machine; nothing is.</summary>
    /// <exception cref="PrivateClusterException">There is none.</exception>
    public static async Task<int> FindVersionAsync(CancellationToken ct) => (await PostgresBinaries.FindAsync(null, ct)).MajorVersion;

    /// <summary>Leads to the database <c>ingesta</c>, with user (a superuser of this cluster) and password.</summary>
    public string ConnectionString { get; }

    public int Port { get; }

    /// <summary>False when a server that already ran was adopted.</summary>
    public bool StartedHere { get; }

    /// <summary>Starts the server, or adopts the one that runs, and waits until it takes connections.</summary>
    /// <exception cref="PrivateClusterException">It cannot be had; the message says why and what to do.</exception>
    public static async Task<PrivateCluster> StartAsync(
        PrivateClusterOptions options, ILogger logger, CancellationToken ct)
    {
        ClusterFolder folder = new(options.DataRoot);
        try
        {
            Directory.CreateDirectory(folder.Root);
            await using FileStream starting = await LockStartAsync(folder, options, ct);
            ServerAccount account = ServerAccount.For(folder);
            FileStream use = FileLock.Shared(folder.UseLock);
            try
            {
                (ClusterState state, bool startedHere) =
                    await new ClusterStart(options, folder, account, logger).RunAsync(ct);
                logger.LogInformation(
                    "PostgreSQL {Outcome} on port {Port}", startedHere ? "started" : "already running", state.Port);
                return new PrivateCluster(folder, account, options, state, startedHere, use, logger);
            }
            catch
            {
                await use.DisposeAsync();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivateClusterException(PrivateClusterTexts.FolderNotWritable(folder.Root, e.Message), e);
        }
        catch (NpgsqlException e)
        {
            throw new PrivateClusterException(PrivateClusterTexts.NotStarted(e.Message, folder.Log), e);
        }
    }

    /// <summary>
    /// A look at the server that runs under this data root, without starting it and without keeping it: whoever uses it
    /// may stop it meanwhile, and stopping or disposing what is returned does nothing.
    /// </summary>
    /// <returns>Null when none runs.</returns>
    /// <exception cref="PrivateClusterException">Its files cannot be read.</exception>
    public static PrivateCluster? TryFind(string dataRoot)
    {
        ClusterFolder folder = new(dataRoot);
        try
        {
            if (!Directory.Exists(folder.Data) || ClusterState.Read(folder.State) is not ClusterState state)
                return null;
            ServerAccount account = ServerAccount.For(folder);
            if (Postmaster.Find(folder, account) is not Postmaster running)
                return null;
            if (running.Port > 0)
                state = state with { Port = running.Port };
            PrivateClusterOptions options = new() { DataRoot = dataRoot };
            return new PrivateCluster(folder, account, options, state, startedHere: false, use: null, logger: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivateClusterException(PrivateClusterTexts.FolderNotReadable(folder.DataRoot, e.Message), e);
        }
    }

    /// <summary>
    /// Ends our use of the server. It is shut down (fast) unless another process still uses it; whoever started it does
    /// not matter, so that a server left by a killed program ends with the program that adopted it.
    /// </summary>
    /// <exception cref="PrivateClusterException">It does not end in time.</exception>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _use, null) is not FileStream use)
            return;
        await using FileStream stopping = await LockStartAsync(_folder, _options, CancellationToken.None);
        await use.DisposeAsync();
        await using FileStream? alone =
            await FileLock.TryExclusiveAsync(_folder.UseLock, OthersLinger, CancellationToken.None);
        if (alone is null)
        {
            _logger?.LogInformation("PostgreSQL on port {Port} stays up: another process uses it", Port);
            return;
        }
        if (!await new ClusterStop(_folder, _account).TryRunAsync(_options.StopTimeout))
            throw new PrivateClusterException(PrivateClusterTexts.NotStopped(_options.StopTimeout, _folder.Log));
        _logger?.LogInformation("PostgreSQL on port {Port} stopped", Port);
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<FileStream> LockStartAsync(
        ClusterFolder folder, PrivateClusterOptions options, CancellationToken ct) =>
        await FileLock.TryExclusiveAsync(folder.StartLock, options.StartTimeout, ct)
        ?? throw new PrivateClusterException(PrivateClusterTexts.StartBusy(options.StartTimeout, folder.Root));
}
