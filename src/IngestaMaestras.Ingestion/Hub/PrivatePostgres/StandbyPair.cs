using System.Globalization;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>
/// Two servers of the machine's own binaries, the second a streaming standby of the first that confirms every commit; for
/// drills and tests of a failover, gone afterwards.
/// </summary>
public sealed class StandbyPair : IAsyncDisposable
{
    private const string BaseBackup = "pg_basebackup";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    private readonly PrivateCluster _primary;
    private readonly PrivateCluster _standby;
    private readonly ClusterFolder _primaryFolder;
    private readonly IReadOnlyList<ServerWatch> _watches;

    private StandbyPair(PrivateCluster primary, PrivateCluster standby, ClusterFolder primaryFolder, IReadOnlyList<ServerWatch> watches)
    {
        _primary = primary;
        _standby = standby;
        _primaryFolder = primaryFolder;
        _watches = watches;
    }

    public string Primary => _primary.ConnectionString;

    public string Standby => _standby.ConnectionString;

    /// <summary>Both hosts in one connection string: whoever uses it finds the one that takes writes.</summary>
    public string Both
    {
        get
        {
            NpgsqlConnectionStringBuilder builder = new(_primary.ConnectionString)
            {
                TargetSessionAttributes = "primary",
                Host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port}"),
            };
            builder.Remove("Port");
            return builder.ConnectionString;
        }
    }

    /// <summary>Whether this machine has what it takes.</summary>
    public static async Task<bool> IsPossibleAsync(CancellationToken ct)
    {
        try
        {
            return File.Exists(Path.Combine((await PostgresBinaries.FindAsync(null, ct)).Folder, BaseBackup));
        }
        catch (PrivateClusterException)
        {
            return false;
        }
    }

    /// <param name="folder">An empty folder, which the servers' account can enter.</param>
    /// <exception cref="PrivateClusterException">One of them cannot be had.</exception>
    public static async Task<StandbyPair> StartAsync(string folder, CancellationToken ct)
    {
        var one = Directory.CreateDirectory(Path.Combine(folder, "primary")).FullName;
        var two = Directory.CreateDirectory(Path.Combine(folder, "standby")).FullName;
        // What is proven is that nothing confirmed is lost with the primary: the disk of either does not matter.
        var primary = await PrivateCluster.StartAsync(new PrivateClusterOptions { DataRoot = one, Durable = false }, Logger, ct);
        PrivateCluster? standby = null;
        try
        {
            await CopyAsync(new ClusterFolder(one), new ClusterFolder(two), ct);
            standby = await PrivateCluster.StartAsync(new PrivateClusterOptions { DataRoot = two, Durable = false }, Logger, ct);
            StandbyPair pair = new(primary, standby, new ClusterFolder(one), [.. new[] { one, two }.Select(ServerWatch.Start)]);
            await pair.ConfirmCommitsAsync(ct);
            return pair;
        }
        catch
        {
            if (standby is not null)
            {
                await standby.StopAsync();
            }

            await primary.StopAsync();
            throw;
        }
    }

    /// <summary>The primary is gone from one moment to the next.</summary>
    public async Task KillPrimaryAsync(CancellationToken ct)
    {
        var account = ServerAccount.For(_primaryFolder);
        if (Postmaster.Find(_primaryFolder, account) is { } running)
        {
            // Its children end when they see that it is gone.
            await account.RunAsync(ct, "kill", "-KILL", running.Pid.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The standby becomes the server that takes writes.</summary>
    public async Task PromoteAsync(CancellationToken ct)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(Standby) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        // What the primary asked for must not keep the new one from committing without a standby of its own.
        await ExecuteAsync(connection, "SELECT pg_promote(true, 60)", ct);
        await ExecuteAsync(connection, "ALTER SYSTEM RESET synchronous_standby_names", ct);
        await ExecuteAsync(connection, "SELECT pg_reload_conf()", ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.StopAsync();
        await _primary.StopAsync();
        foreach (var watch in _watches)
        {
            watch.Dispose();
        }
    }

    private static Microsoft.Extensions.Logging.ILogger Logger => Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    private static async Task CopyAsync(ClusterFolder primary, ClusterFolder standby, CancellationToken ct)
    {
        var account = ServerAccount.For(primary);
        var state = ClusterState.Read(primary.State)!;
        var binaries = await PostgresBinaries.FindAsync(primary.ReadDataVersion(), ct);
        Directory.CreateDirectory(standby.Log);
        account.Give(standby.Root);
        account.Give(standby.Log);
        // A command line can be read by everybody, a file by its owner.
        var passwords = Path.Combine(primary.Root, "replication.pass");
        await using (StreamWriter writer = new(passwords, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await writer.WriteLineAsync($"*:*:*:*:{state.Password}");
        }

        account.Give(passwords);
        var result = await account.RunAsync(
            ct, Path.Combine(binaries.Folder, BaseBackup),
            "-d", string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={state.Port} user={state.User} passfile={passwords}"),
            "-D", standby.Data, "-X", "stream", "-c", "fast", "--no-sync", "-R");
        if (result.ExitCode != 0)
        {
            throw new PrivateClusterException(PrivateClusterTexts.InitFailed(standby.Root, result.Reason));
        }

        // A port of its own is chosen when it starts: this one is taken.
        state.Write(standby.State);
    }

    /// <summary>From here on a commit that was confirmed is on the standby.</summary>
    private async Task ConfirmCommitsAsync(CancellationToken ct)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(Primary) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, "ALTER SYSTEM SET synchronous_standby_names = '*'", ct);
        await ExecuteAsync(connection, "ALTER SYSTEM SET synchronous_commit = 'on'", ct);
        await ExecuteAsync(connection, "SELECT pg_reload_conf()", ct);
        var started = Environment.TickCount64;
        while (!(bool)(await ExecuteAsync(connection, "SELECT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming')", ct))!)
        {
            if (Environment.TickCount64 - started > Patience.TotalMilliseconds)
            {
                throw new PrivateClusterException(PrivateClusterTexts.NotStarted("standby", _primaryFolder.Log));
            }

            await Task.Delay(AskEvery, ct);
        }
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }
}
