using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace IngestaMaestras.Testing;

/// <summary>The server behind <see cref="PostgresFixture"/>; the next process clears up after a dead one.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private const UnixFileMode OpenToPass =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly PrivateCluster? _cluster;
    private readonly string _folder = "";
    private readonly FileStream? _owner;

    private TestServer(string connectionString) => ConnectionString = connectionString;

    private TestServer(PrivateCluster cluster, string folder, FileStream owner)
        : this(cluster.ConnectionString)
    {
        _cluster = cluster;
        _folder = folder;
        _owner = owner;
    }

    public string ConnectionString { get; }

    public bool IsOurs => _cluster is not null;

    public static async Task<TestServer> StartAsync()
    {
        string? given = Environment.GetEnvironmentVariable(PostgresFixture.ServerVariable);
        if (!string.IsNullOrEmpty(given))
            return new TestServer(given);

        string parent = Path.Combine(Path.GetTempPath(), $"ingesta-tests-{Environment.UserName}");
        Directory.CreateDirectory(parent, OpenToPass);
        await RemoveLeftoversAsync(parent);

        // Held as long as this process lives: whoever gets this lock later knows that the folder is nobody's.
        string name = $"{Environment.ProcessId}-{Guid.NewGuid():N}";
        string folder = Path.Combine(parent, name);
        FileStream owner = new($"{folder}.owner", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        Directory.CreateDirectory(folder, OpenToPass);
        return new TestServer(await StartClusterAsync(folder), folder, owner);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is null)
            return;
        await _cluster.StopAsync();
        Directory.Delete(_folder, recursive: true);
        File.Delete($"{_folder}.owner");
        await _owner!.DisposeAsync();
    }

    private static Task<PrivateCluster> StartClusterAsync(string folder) => PrivateCluster.StartAsync(
        new PrivateClusterOptions { DataRoot = folder, Durable = false }, NullLogger.Instance, CancellationToken.None);

    private static async Task RemoveLeftoversAsync(string parent)
    {
        foreach (string ownerFile in Directory.EnumerateFiles(parent, "*.owner"))
        {
            try
            {
                await using FileStream owner = new(ownerFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                string folder = Path.ChangeExtension(ownerFile, null);
                if (PrivateCluster.TryFind(folder) is not null)
                    await (await StartClusterAsync(folder)).StopAsync();
                if (Directory.Exists(folder))
                    Directory.Delete(folder, recursive: true);
                File.Delete(ownerFile);
            }
            catch (IOException)
            {
                // its owner lives, or another process is removing it
            }
        }
    }
}
