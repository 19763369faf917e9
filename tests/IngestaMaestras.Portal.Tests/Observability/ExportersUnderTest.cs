using System.Globalization;
using IngestaMaestras.Portal.Tests.Processes;
using IngestaMaestras.Testing;
using Npgsql;

namespace IngestaMaestras.Portal.Tests.Observability;

/// <summary>
/// The real postgres_exporter, with the project's queries and an account that may do no more than they need, and the real
/// node_exporter.
/// </summary>
internal sealed class ExportersUnderTest : IAsyncDisposable
{
    private readonly Installation _installation;
    private readonly string _account;
    private readonly TestProcess _postgres;
    private readonly TestProcess _node;

    private ExportersUnderTest(Installation installation, string account)
    {
        (_installation, _account) = (installation, account);
        NpgsqlConnectionStringBuilder hub = new(installation.Environment["ConnectionStrings__Hub"]);
        _postgres = new TestProcess(
            ["prometheus-postgres-exporter", $"--web.listen-address={Postgres}", $"--extend.query-path={Path.Combine(RenderedConfiguration.Source, "postgres-queries.yml")}"],
            new Dictionary<string, string?>
            {
                ["DATA_SOURCE_NAME"] = string.Create(
                    CultureInfo.InvariantCulture, $"postgresql://{account}:{account}@127.0.0.1:{hub.Port}/{Uri.EscapeDataString(hub.Database!)}?sslmode=disable"),
            });
        _node = new TestProcess(["prometheus-node-exporter", $"--web.listen-address={Node}"]);
    }

    /// <summary>Where Prometheus finds them.</summary>
    public string Postgres { get; } = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");

    public string Node { get; } = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");

    /// <summary>After the program has made its database: what it does not have by then, the account does not see.</summary>
    public static async Task<ExportersUnderTest> StartAsync(Installation installation)
    {
        var account = $"vigilante_{Guid.NewGuid():N}";
        await installation.ExecuteAsync($"CREATE ROLE {account} LOGIN PASSWORD '{account}' IN ROLE pg_monitor");
        ExportersUnderTest exporters = new(installation, account);
        await exporters._postgres.WaitForUrlAsync(new Uri($"http://{exporters.Postgres}/metrics"));
        await exporters._node.WaitForUrlAsync(new Uri($"http://{exporters.Node}/metrics"));
        return exporters;
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _node.DisposeAsync();
        await _installation.ExecuteAsync($"DROP ROLE {_account}");
    }
}
