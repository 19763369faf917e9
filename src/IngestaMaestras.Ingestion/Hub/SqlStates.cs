using Npgsql;

namespace IngestaMaestras.Ingestion.Hub;

/// <summary>The SQLSTATE codes that we decide by.</summary>
public static class SqlStates
{
    public const string UniqueViolation = PostgresErrorCodes.UniqueViolation;
    public const string UndefinedTable = PostgresErrorCodes.UndefinedTable;
    public const string UndefinedColumn = PostgresErrorCodes.UndefinedColumn;

    private const string NoSuitableHost = "No suitable host was found.";

    /// <summary>
    /// The server or the way to it is in trouble and the same work may succeed later: Npgsql's own judgement (network,
    /// time-out, shutdown, deadlock, serialization), and a pool or server that has no connection left.
    /// </summary>
    public static bool IsTransient(Exception e) => e switch
    {
        NpgsqlException { IsTransient: true } => true,
        NpgsqlException { InnerException: TimeoutException or IOException or System.Net.Sockets.SocketException } => true,
        // A connection that died in the middle of COPY or of a read surfaces as any of these.
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow } => true,
        System.Net.Sockets.SocketException => true,
        // Of several hosts none takes writes: a standby is not promoted yet. It has no code and no cause to go by.
        NpgsqlException { InnerException: null, Message: NoSuitableHost } => true,
        _ => e.InnerException is { } inner && e is not PostgresException && IsTransient(inner),
    };
}
