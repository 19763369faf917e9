using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.PrivatePostgres;

/// <summary>One cluster, several processes: some of them killed.</summary>
public sealed class PrivateClusterSharingTests : ClusterTest
{
    [Fact]
    public async Task The_server_of_a_killed_program_is_adopted_and_ends_with_its_new_user()
    {
        await using TestProcess killed = new(ClusterHost.Command(DataRoot));
        await killed.WaitForOutputAsync("started ");
        int server = ServerPid();
        killed.Kill();
        await killed.WaitForExitAsync();

        PrivateCluster cluster = await StartAsync();

        Assert.False(cluster.StartedHere);
        Assert.Equal(server, ServerPid());
        Assert.Contains(cluster.ConnectionString, killed.Output, StringComparison.Ordinal);
        await cluster.StopAsync();
        Assert.Null(PrivateCluster.TryFind(DataRoot));
    }

    [Fact]
    public async Task A_program_killed_while_it_starts_the_server_does_no_harm()
    {
        int[] moments = Long.Choose<int[]>([600, 1000, 1400], [.. Enumerable.Range(1, 20).Select(i => i * 100)]);
        foreach (int milliseconds in moments)
        {
            await using TestProcess killed = new(ClusterHost.Command(DataRoot));
            await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
            killed.Kill();
            await killed.WaitForExitAsync();

            await using PrivateCluster cluster = await StartAsync();
            Assert.Equal("1", await QueryAsync(cluster.ConnectionString, "SELECT 1"));
            await cluster.StopAsync();
            Directory.Delete(DataRoot, recursive: true);
        }
    }

    [Fact]
    public async Task Two_programs_that_start_at_once_share_one_server()
    {
        await using TestProcess one = new(ClusterHost.Command(DataRoot));
        await using TestProcess other = new(ClusterHost.Command(DataRoot));

        await one.WaitForOutputAsync("Host=");
        await other.WaitForOutputAsync("Host=");

        string[] words = [one.Output.Split(' ')[0], other.Output.Split(' ')[0]];
        Assert.Equal(["adopted", "started"], words.Order(StringComparer.Ordinal));
        Assert.Equal(one.Output.Split(' ', 2)[1], other.Output.Split(' ', 2)[1]);
    }

    [Fact]
    public async Task The_server_stays_up_until_its_last_user_stops_whoever_started_it()
    {
        await using TestProcess starter = new(ClusterHost.Command(DataRoot));
        await starter.WaitForOutputAsync("started ");
        PrivateCluster cluster = await StartAsync();
        Assert.False(cluster.StartedHere);

        starter.Signal("TERM");
        ProcessResult ended = await starter.WaitForExitAsync();

        Assert.True(ended.ExitCode == 0, ended.ToString());
        Assert.Equal("1", await QueryAsync(cluster.ConnectionString, "SELECT 1"));
        await cluster.StopAsync();
        Assert.Null(PrivateCluster.TryFind(DataRoot));
    }

    [Fact]
    public async Task Ctrl_C_in_the_terminal_reaches_the_program_and_not_the_server()
    {
        // A session of its own stands for the terminal: Ctrl-C signals its whole process group.
        await using TestProcess host = new(["setsid", .. ClusterHost.Command(DataRoot)]);
        await host.WaitForOutputAsync("started ");
        int server = ServerPid();

        await TestProcess.RunAsync(["kill", "-INT", "--", $"-{host.Id}"]);
        await host.WaitForOutputAsync("interrupted");

        Assert.Equal(server, ServerPid());
        PrivateCluster found = PrivateCluster.TryFind(DataRoot)!;
        Assert.Equal("1", await QueryAsync(found.ConnectionString, "SELECT 1"));
        host.Signal("TERM");
        await host.WaitForExitAsync();
        Assert.Null(PrivateCluster.TryFind(DataRoot));
    }
}
