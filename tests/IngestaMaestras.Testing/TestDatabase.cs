using Npgsql;

namespace IngestaMaestras.Testing;

/// <summary>An empty database of a test's own; dropped when disposed, whoever is still connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string _server;

    internal TestDatabase(string server, string name)
    {
        _server = server;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server)
        {
            Database = name,
            IncludeErrorDetail = true,
            MaxPoolSize = 20,
        }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public async ValueTask DisposeAsync()
    {
        await using (NpgsqlConnection pool = new(ConnectionString))
            NpgsqlConnection.ClearPool(pool);
        await ExecuteAsync(_server, $"""DROP DATABASE IF EXISTS "{Name}" WITH (FORCE)""");
    }

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using NpgsqlConnection connection = new(connectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
