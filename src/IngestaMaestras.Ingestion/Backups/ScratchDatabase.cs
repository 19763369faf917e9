using Dapper;
using Npgsql;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>A database beside the hub that lives for one check. Its name is the hub's own, so one left behind is found again.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    /// <summary>Where backups are tried out; the hub's number follows.</summary>
    internal const string Trial = "ingesta_prueba_";

    private readonly NpgsqlConnection _hub;

    private ScratchDatabase(NpgsqlConnection hub, string name)
    {
        _hub = hub;
        Name = name;
    }

    public string Name { get; }

    /// <summary>Holds the hub's password: for processes of ours, never for a command line.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_hub.ConnectionString) { Database = Name, Pooling = true }.ConnectionString;

    /// <param name="hub">Stays open and outside of a transaction until this is disposed of.</param>
    /// <param name="prefix">What it is for, the same every time.</param>
    /// <exception cref="BackupException">The account may not create databases.</exception>
    internal static async Task<ScratchDatabase> CreateAsync(NpgsqlConnection hub, string prefix, CancellationToken ct)
    {
        var of = await hub.QuerySingleAsync<(string Name, string Encoding, string Collate, string Ctype)>(new CommandDefinition(
            """
            SELECT @prefix || oid, pg_encoding_to_char(encoding), quote_literal(datcollate), quote_literal(datctype)
              FROM pg_database WHERE datname = current_database()
            """,
            new { prefix },
            cancellationToken: ct));
        ScratchDatabase scratch = new(hub, of.Name);
        await scratch.DropAsync(ct);
        try
        {
            await hub.ExecuteAsync(new CommandDefinition(
                $"CREATE DATABASE {of.Name} TEMPLATE template0 ENCODING '{of.Encoding}' LC_COLLATE {of.Collate} LC_CTYPE {of.Ctype}",
                commandTimeout: 0,
                cancellationToken: ct));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new BackupException(BackupMessages.Format("NoScratch", new NpgsqlConnectionStringBuilder(hub.ConnectionString).Username), e);
        }

        return scratch;
    }

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(_hub.ConnectionString) { Database = Name, Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    public async ValueTask DisposeAsync() => await DropAsync(CancellationToken.None);

    private Task<int> DropAsync(CancellationToken ct) =>
        _hub.ExecuteAsync(new CommandDefinition($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)", commandTimeout: 0, cancellationToken: ct));
}
