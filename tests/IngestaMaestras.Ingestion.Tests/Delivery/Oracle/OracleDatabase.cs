using System.Data.Common;
using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Oracle;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>
/// An Oracle schema of a test's own: the stand-in always, and a real one whenever <c>ORACLE_TEST_CONNECTION</c> names it
/// and the driver was built in (<c>-p:OracleDriver=true</c>). The real one is emptied of our tables before each test.
/// </summary>
internal sealed class OracleDatabase : IAsyncDisposable
{
    public const string StandIn = "stand-in";
    public const string Real = "oracle";
    public const string ConnectionVariable = "ORACLE_TEST_CONNECTION";

    private readonly TestDatabase? _database;
    private readonly DbProviderFactory _factory;

    private OracleDatabase(DbProviderFactory factory, string connectionString, TestDatabase? database)
    {
        _factory = factory;
        _database = database;
        Options = new OracleOptions { ConnectionString = connectionString, BatchSize = 100 };
        Target = NewTarget();
    }

    /// <summary>What the suite runs against.</summary>
    public static TheoryData<string> Engines => RealIsThere ? [StandIn, Real] : [StandIn];

    public OracleOptions Options { get; }

    public DbProviderFactory Factory => _factory;

    /// <summary>The stand-in's driver; tests of its faults ask for the stand-in only.</summary>
    public StandInFactory Driver => (StandInFactory)_factory;

    public OracleTarget Target { get; }

    /// <summary>Of the stand-in: the PostgreSQL database behind it.</summary>
    public string PostgresConnectionString => _database!.ConnectionString;

    private static bool RealIsThere =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ConnectionVariable)) && OracleDriver.Find() is not null;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="namesRows">Stand-in: whether its errors say which row of an array is at fault.</param>
    public static async Task<OracleDatabase> StartAsync(PostgresFixture postgres, string engine = StandIn, bool namesRows = true)
    {
        if (engine == Real)
        {
            OracleDatabase real = new(OracleDriver.Find()!, Environment.GetEnvironmentVariable(ConnectionVariable)!, null);
            await real.DropTablesAsync();
            return real;
        }

        var database = await postgres.CreateFromTemplateAsync("oracle", PrepareAsync);
        return new OracleDatabase(
            new StandInFactory { NamesRows = namesRows }, StandInFactory.ConnectionString(database.ConnectionString), database);
    }

    /// <summary>Another worker's target on the same schema.</summary>
    public OracleTarget NewTarget() => new(Options, _factory, TimeProvider.System, NullLogger<OracleTarget>.Instance);

    public Task<IDeliverySession> OpenAsync(Layout layout, long epoch = 1, long watermark = 0) =>
        Target.OpenAsync(new DeliveryAssignment(layout, epoch, watermark), Ct);

    /// <summary>Opens, sends one chunk, closes.</summary>
    public async Task<IReadOnlyList<RowFault>> SendAsync(Layout layout, params HubChange[] changes)
    {
        await using var session = await OpenAsync(layout);
        return await session.SendAsync(Change.Chunk(changes), _ => Task.CompletedTask, Ct);
    }

    /// <summary>What the target says it holds, as <c>key@version content</c>, by key.</summary>
    public async Task<string[]> ReadAsync(Layout layout)
    {
        List<string> entries = [];
        await foreach (var entry in Target.ReadAsync(layout, Ct))
            entries.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Key}@{entry.Version} {entry.Content}"));
        return [.. entries.Order(StringComparer.Ordinal)];
    }

    /// <summary>A query's rows as text, columns joined with |; ∅ is NULL.</summary>
    public async Task<string[]> QueryAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Ct);
        List<string> rows = [];
        while (await reader.ReadAsync(Ct))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(
                i => reader.IsDBNull(i) ? "∅" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return [.. rows];
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>Stand-in: ends the session of a connection, as an administrator or a crash would.</summary>
    public async Task KillAsync(StandInConnection victim)
    {
        await using NpgsqlConnection connection = new(PostgresConnectionString);
        await connection.OpenAsync(Ct);
        await using NpgsqlCommand command = new($"SELECT pg_terminate_backend({victim.Inner.ProcessID}, 10000)", connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private static async Task PrepareAsync(string connectionString)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync(Ct);
        Assert.SkipWhen(connection.PostgreSqlVersion.Major < 15, "MERGE came with PostgreSQL 15");
        await using NpgsqlCommand command = new(StandInDialect.Prepare, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task<DbConnection> ConnectAsync()
    {
        var connection = _factory.CreateConnection()!;
        connection.ConnectionString = Options.ConnectionString;
        await connection.OpenAsync(Ct);
        return connection;
    }

    private async Task DropTablesAsync()
    {
        foreach (var table in await QueryAsync(
            "SELECT TABLE_NAME FROM USER_TABLES WHERE TABLE_NAME LIKE 'ERP\\_%' ESCAPE '\\' OR TABLE_NAME LIKE 'MDH\\_%' ESCAPE '\\' OR TABLE_NAME = 'AUDIT_LOG'"))
        {
            await ExecuteAsync($"DROP TABLE \"{table}\" PURGE");
        }
    }
}
