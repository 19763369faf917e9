using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace IngestaMaestras.Testing;

/// <summary>
/// Databases for tests, on one private server per test process (or on the one that <c>INGESTA_TEST_POSTGRES</c> names,
/// as a connection string of a user who may create databases). The server starts when the first database is asked for.
/// Use it as an assembly fixture:
/// <code>[assembly: AssemblyFixture(typeof(PostgresFixture))]</code>
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    public const string ServerVariable = "INGESTA_TEST_POSTGRES";

    private readonly Lazy<Task<TestServer>> _server = new(TestServer.StartAsync);
    private readonly ConcurrentDictionary<string, TestDatabase> _created = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<TestDatabase>>> _templates = new();
    private int _count;

    /// <summary>A fresh database. Dispose it, or leave it to the end of the test process.</summary>
    /// <param name="label">Part of its name, to recognise it in the server's views.</param>
    public Task<TestDatabase> CreateDatabaseAsync(string label = "db") => CreateAsync(label, template: null);

    /// <summary>
    /// A copy of a database that <paramref name="prepareAsync"/> fills once per test process (with migrations, say),
    /// given its connection string.
    /// </summary>
    /// <param name="template">What the prepared database is called; the first caller's preparation counts.</param>
    public async Task<TestDatabase> CreateFromTemplateAsync(string template, Func<string, Task> prepareAsync)
    {
        Lazy<Task<TestDatabase>> prepared = _templates.GetOrAdd(
            template, name => new Lazy<Task<TestDatabase>>(() => PrepareAsync(name, prepareAsync)));
        return await CreateAsync(template, await prepared.Value);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_server.IsValueCreated)
            return;
        TestServer server = await _server.Value;
        if (!server.IsOurs)
        {
            foreach (TestDatabase database in _created.Values)
                await database.DisposeAsync();
        }
        await server.DisposeAsync();
    }

    private async Task<TestDatabase> PrepareAsync(string name, Func<string, Task> prepareAsync)
    {
        TestDatabase database = await CreateAsync($"template_{name}", template: null);
        await prepareAsync(database.ConnectionString);
        await using (NpgsqlConnection pool = new(database.ConnectionString))
            NpgsqlConnection.ClearPool(pool);
        // Whoever is still connected would keep it from being copied.
        await TestDatabase.ExecuteAsync(
            (await _server.Value).ConnectionString,
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.Name}'");
        return database;
    }

    private async Task<TestDatabase> CreateAsync(string label, TestDatabase? template)
    {
        TestServer server = await _server.Value;
        int number = Interlocked.Increment(ref _count);
        string name = string.Create(
            CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{number}_{label.ToLowerInvariant()}");
        string source = template is null ? "" : $""" TEMPLATE "{template.Name}" """;
        await TestDatabase.ExecuteAsync(server.ConnectionString, $"""CREATE DATABASE "{name}"{source}""");
        TestDatabase database = new(server.ConnectionString, name);
        _created[name] = database;
        return database;
    }
}
