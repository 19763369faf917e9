using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.PrivatePostgres;

public sealed class PrivateClusterTests : ClusterTest
{
    [Fact]
    public async Task A_new_cluster_is_safe_local_and_speaks_utf8_in_Bogota_time()
    {
        await using PrivateCluster cluster = await StartAsync(durable: true);

        Assert.True(cluster.StartedHere);
        Assert.Equal("ingesta", await QueryAsync(cluster.ConnectionString, "SELECT current_database()"));
        (string Setting, string Value)[] expected =
        [
            ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"), ("data_checksums", "on"),
            ("listen_addresses", "127.0.0.1"), ("unix_socket_directories", ""), ("server_encoding", "UTF8"),
            ("TimeZone", "America/Bogota"), ("max_wal_size", "2GB"), ("max_connections", "100"),
            ("shared_preload_libraries", "pg_stat_statements"), ("password_encryption", "scram-sha-256"),
        ];
        foreach ((string setting, string value) in expected)
        {
            string actual = await QueryAsync(cluster.ConnectionString, $"SELECT current_setting('{setting}')");
            Assert.Equal((setting, value), (setting, actual));
        }
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StateFile));
    }

    [Fact]
    public async Task Nobody_enters_without_the_password()
    {
        await using PrivateCluster cluster = await StartAsync();
        NpgsqlConnectionStringBuilder wrong = new(cluster.ConnectionString) { Password = "ingesta" };

        PostgresException e = await Assert.ThrowsAsync<PostgresException>(
            () => QueryAsync(wrong.ConnectionString, "SELECT 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, e.SqlState);
    }

    [Fact]
    public async Task Data_port_and_password_outlive_a_stop()
    {
        string first;
        await using (PrivateCluster cluster = await StartAsync())
        {
            first = cluster.ConnectionString;
            await QueryAsync(first, "CREATE TABLE kept AS SELECT 42 AS n");
        }
        Assert.False(File.Exists(PidFile), "the server still runs after the stop");

        await using PrivateCluster again = await StartAsync();

        Assert.True(again.StartedHere);
        Assert.Equal(first, again.ConnectionString);
        Assert.Equal("42", await QueryAsync(again.ConnectionString, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task A_server_that_is_killed_comes_back_with_what_was_committed()
    {
        await using PrivateCluster cluster = await StartAsync(durable: true);
        await QueryAsync(cluster.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
        await TestProcess.RunAsync(["kill", "-KILL", $"{ServerPid()}"]);
        await Eventually.TrueAsync(() => PrivateCluster.TryFind(DataRoot) is null);

        await using PrivateCluster again = await StartAsync(durable: true);

        Assert.True(again.StartedHere);
        Assert.Equal("42", await QueryAsync(again.ConnectionString, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task A_pid_file_left_by_a_machine_reset_is_recognised_though_its_number_is_in_use_again()
    {
        await using (PrivateCluster cluster = await StartAsync())
            await QueryAsync(cluster.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS n");
        // A process of the server's own account has the number now: the case that the server itself cannot tell.
        string[] account = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];
        await using TestProcess stranger = new([.. account, "sh", "-c", "echo pid=$$.; exec sleep 1000"]);
        await stranger.WaitForOutputAsync(".");
        string pid = stranger.Output.Split('=', '.')[1];
        string left = $"{pid}\n{DataFolder}\n1700000000\n5432\n\n127.0.0.1\n\nready\n";
        await File.WriteAllTextAsync(PidFile, left, TestContext.Current.CancellationToken);

        Assert.Null(PrivateCluster.TryFind(DataRoot));
        await using PrivateCluster again = await StartAsync();

        Assert.True(again.StartedHere);
        Assert.Equal("42", await QueryAsync(again.ConnectionString, "SELECT n FROM kept"));
        Assert.False(stranger.HasExited);
    }

    [Fact]
    public async Task A_first_start_that_was_cut_short_leaves_nothing_in_the_way()
    {
        string half = Directory.CreateDirectory(Path.Combine(DataRoot, "postgres", "data.new-1")).FullName;
        await File.WriteAllTextAsync(Path.Combine(half, "PG_VERSION"), "15\n", TestContext.Current.CancellationToken);

        await using PrivateCluster cluster = await StartAsync();

        Assert.True(cluster.StartedHere);
        Assert.False(Directory.Exists(half));
    }

    [Fact]
    public async Task A_long_folder_name_with_odd_characters_does_no_harm()
    {
        string odd = Temp[$"""{new string('á', 90)} $HOME "x" 'y' `z`"""];

        await using PrivateCluster cluster = await StartAsync(odd);

        Assert.Equal("1", await QueryAsync(cluster.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_kept_port_that_somebody_else_took_is_replaced()
    {
        int port;
        await using (PrivateCluster cluster = await StartAsync())
            port = cluster.Port;
        using System.Net.Sockets.TcpListener intruder = new(System.Net.IPAddress.Loopback, port);
        intruder.Start();

        await using PrivateCluster again = await StartAsync();

        Assert.NotEqual(port, again.Port);
        Assert.Equal("1", await QueryAsync(again.ConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_wished_port_is_used()
    {
        int port = FreePort.Next();

        await using PrivateCluster cluster = await StartAsync(port);

        Assert.Equal(port, cluster.Port);
        Assert.Equal($"{port}", await QueryAsync(cluster.ConnectionString, "SELECT current_setting('port')"));
    }

    [Fact]
    public async Task A_look_finds_the_running_server_and_does_not_stop_it()
    {
        Assert.Null(PrivateCluster.TryFind(DataRoot));
        await using PrivateCluster cluster = await StartAsync();

        await using (PrivateCluster found = PrivateCluster.TryFind(DataRoot)!)
        {
            Assert.Equal(cluster.ConnectionString, found.ConnectionString);
            Assert.False(found.StartedHere);
        }

        Assert.Equal("1", await QueryAsync(cluster.ConnectionString, "SELECT 1"));
        await cluster.StopAsync();
        Assert.Null(PrivateCluster.TryFind(DataRoot));
    }
}
