namespace IngestaMaestras.Ingestion.Hub.PrivatePostgres;

/// <summary>The server's configuration file, written anew at each start.</summary>
internal static class ServerSettings
{
    public const string StatementStatistics = "pg_stat_statements";

    public static string Write(int port, bool durable, bool withStatementStatistics)
    {
        string preload = withStatementStatistics
            ? $"shared_preload_libraries = '{StatementStatistics}'\n"
            : "";
        string speed = durable ? "" : "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n";
        // No sockets: the path of a socket is limited to 107 bytes and a data root may be longer. Logs are one file per
        // weekday, overwritten a week later.
        return $"""
            # Written by ingesta at each start. Own settings belong in ALTER SYSTEM, which wins over this file.
            listen_addresses = '127.0.0.1'
            port = {port}
            unix_socket_directories = ''
            max_connections = 100
            password_encryption = 'scram-sha-256'
            shared_buffers = 256MB
            work_mem = 16MB
            maintenance_work_mem = 128MB
            effective_cache_size = 1GB
            max_wal_size = 2GB
            timezone = 'America/Bogota'
            log_timezone = 'America/Bogota'
            lc_messages = 'C'
            logging_collector = on
            log_directory = '../log'
            log_filename = 'postgresql-%a.log'
            log_truncate_on_rotation = on
            log_rotation_age = 1d
            log_rotation_size = 0
            log_line_prefix = '%m [%p] %a '
            {preload}{speed}
            """;
    }
}
