using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using IngestaMaestras.Testing;

namespace IngestaMaestras.Ingestion.Tests.PrivatePostgres;

public sealed class PostgresFixtureTests(PostgresFixture postgres) : ClusterTest
{
    [Fact]
    public async Task Every_database_is_a_fresh_one()
    {
        await using TestDatabase one = await postgres.CreateDatabaseAsync("same");
        await using TestDatabase other = await postgres.CreateDatabaseAsync("same");
        await QueryAsync(one.ConnectionString, "CREATE TABLE mine AS SELECT 1 AS n");

        Assert.Equal("", await QueryAsync(other.ConnectionString, "SELECT to_regclass('mine')::text"));
    }

    [Fact]
    public async Task A_template_is_prepared_once_and_copied_from_then_on()
    {
        int prepared = 0;
        async Task PrepareAsync(string connectionString)
        {
            prepared++;
            await QueryAsync(connectionString, "CREATE TABLE schema_version AS SELECT 7 AS n");
        }

        await using TestDatabase one = await postgres.CreateFromTemplateAsync("fixture_test", PrepareAsync);
        await QueryAsync(one.ConnectionString, "UPDATE schema_version SET n = 8");
        await using TestDatabase other = await postgres.CreateFromTemplateAsync("fixture_test", PrepareAsync);

        Assert.Equal("7", await QueryAsync(other.ConnectionString, "SELECT n FROM schema_version"));
        Assert.Equal(1, prepared);
    }

    [Fact]
    public async Task The_server_of_a_dead_test_process_is_removed_by_the_next_one()
    {
        string parent = Path.Combine(Path.GetTempPath(), $"ingesta-tests-{Environment.UserName}");
        await using TestDatabase any = await postgres.CreateDatabaseAsync();
        string left = Path.Combine(parent, $"dead-{Guid.NewGuid():N}");
        await using TestProcess dead = new(ClusterHost.Command(left));
        await dead.WaitForOutputAsync("started ");
        dead.Kill();
        await dead.WaitForExitAsync();
        Assert.NotNull(PrivateCluster.TryFind(left));
        await File.WriteAllTextAsync($"{left}.owner", "", TestContext.Current.CancellationToken);

        await using (PostgresFixture next = new())
            await next.CreateDatabaseAsync();

        // By us, or by the tests of another checkout that begin just now.
        await Eventually.TrueAsync(() => !Directory.Exists(left) && !File.Exists($"{left}.owner"));
    }
}
