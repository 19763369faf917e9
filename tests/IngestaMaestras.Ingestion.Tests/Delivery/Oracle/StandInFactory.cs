using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Delivery.Oracle;

/// <summary>
/// A driver with the members of Oracle's that the program uses, over PostgreSQL with orafce. It takes Oracle's
/// statements and answers with Oracle's error codes; <see cref="StandInDialect"/> says what it understands.
/// </summary>
internal sealed class StandInFactory : DbProviderFactory
{
    private readonly ConcurrentQueue<string> _statements = new();

    /// <summary>Whether an array's exception names the rows at fault, as Oracle's does for arrays of more than one row.</summary>
    public bool NamesRows { get; init; } = true;

    /// <summary>Called with each statement as the program wrote it, before it is executed; may throw.</summary>
    public Action<string, StandInConnection>? BeforeStatement { get; set; }

    /// <summary>Called when a commit has happened, before the program hears of it; may throw.</summary>
    public Action? AfterCommit { get; set; }

    /// <summary>Every statement, as the program wrote it.</summary>
    public IReadOnlyCollection<string> Statements => _statements;

    public override DbConnection CreateConnection() => new StandInConnection(this);

    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new StandInConnectionStringBuilder();

    /// <summary>The connection string as an operator would write it for Oracle.</summary>
    public static string ConnectionString(string postgres)
    {
        NpgsqlConnectionStringBuilder from = new(postgres);
        // Host and port together may be a socket's folder; the name of the database follows the last slash.
        return $"User Id={from.Username};Password=\"{from.Password}\";Data Source={from.Host}:{from.Port}/{from.Database}";
    }

    internal void Record(string statement, StandInConnection connection)
    {
        _statements.Enqueue(statement);
        BeforeStatement?.Invoke(statement, connection);
    }
}
