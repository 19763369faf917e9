using System.Net;
using System.Net.Sockets;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;

namespace IngestaMaestras.Ingestion.Tests.PrivatePostgres;

/// <summary>What an operator reads when the cluster cannot be had.</summary>
public sealed class PrivateClusterProblemTests : ClusterTest
{
    [Fact]
    public async Task A_folder_that_the_server_account_cannot_enter_is_named_with_the_way_out()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root hands the server to another account");
        string closed = Temp.Folder("closed");
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        string message = await FailureAsync(Path.Combine(closed, "inner", "data"));

        Assert.Contains($"«chmod o+x {closed}»", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told()
    {
        await File.WriteAllTextAsync(Temp["file"], "", TestContext.Current.CancellationToken);

        string message = await FailureAsync(Temp["file/data"]);

        string expected = $"No se puede escribir en la carpeta {Temp["file/data/postgres"]}";
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wished_port_that_is_taken_is_told()
    {
        using TcpListener intruder = new(IPAddress.Loopback, 0);
        intruder.Start();
        int port = ((IPEndPoint)intruder.LocalEndpoint).Port;

        PrivateClusterException e = await Assert.ThrowsAsync<PrivateClusterException>(() => StartAsync(port));

        Assert.StartsWith($"El puerto {port}, pedido para PostgreSQL,", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_installed_name_the_package_to_install()
    {
        await GivenFileAsync(Path.Combine(DataFolder, "PG_VERSION"), "12\n");
        await GivenFileAsync(StateFile, """{"port": 20000, "user": "ingesta", "password": "x"}""");

        string message = await FailureAsync(DataRoot);

        Assert.Contains("«sudo apt-get install postgresql-12»", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_with_something_else_in_it_is_left_alone()
    {
        string foreign = Path.Combine(DataFolder, "informe.xlsx");
        await GivenFileAsync(foreign, "");

        string message = await FailureAsync(DataRoot);

        Assert.StartsWith($"La carpeta {DataFolder} existe y no contiene una base", message, StringComparison.Ordinal);
        Assert.True(File.Exists(foreign));
    }

    [Fact]
    public async Task A_lost_or_foreign_or_damaged_password_file_is_told_and_nothing_is_left_running()
    {
        await using (PrivateCluster cluster = await StartAsync())
            Assert.True(cluster.StartedHere);

        await GivenFileAsync(StateFile, """{"port": 20000, "user": "ingesta", "password": "x"}""");
        string foreign = await FailureAsync(DataRoot);
        await GivenFileAsync(StateFile, "{");
        string damaged = await FailureAsync(DataRoot);
        File.Delete(StateFile);
        string lost = await FailureAsync(DataRoot);

        Assert.StartsWith($"PostgreSQL rechaza la contraseña de {StateFile}:", foreign, StringComparison.Ordinal);
        Assert.StartsWith($"El archivo {StateFile} está dañado", damaged, StringComparison.Ordinal);
        Assert.StartsWith($"Falta el archivo {StateFile}", lost, StringComparison.Ordinal);
        Assert.False(File.Exists(PidFile), "a server was left running");
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why_in_its_own_words()
    {
        await using (PrivateCluster cluster = await StartAsync())
            await QueryAsync(cluster.ConnectionString, "ALTER SYSTEM SET max_connections = 1");

        string message = await FailureAsync(DataRoot);

        Assert.StartsWith("PostgreSQL no arranca: ", message, StringComparison.Ordinal);
        Assert.Contains("max_connections", message, StringComparison.Ordinal);
    }

    private static async Task<string> FailureAsync(string dataRoot)
    {
        PrivateClusterException e = await Assert.ThrowsAsync<PrivateClusterException>(() => StartAsync(dataRoot));
        Assert.DoesNotContain('\n', e.Message);
        return e.Message;
    }

    private static async Task GivenFileAsync(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
    }
}
