using Dapper;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Portal.Hosting.Checks;

/// <summary>Whether the hub's database is there, may be used as the program uses it, and what an upgrade would do to it.</summary>
internal static class DatabaseCheck
{
    private const int ConnectSeconds = 5;

    /// <param name="hub">Connection string; null: the private PostgreSQL, which is not started by a check.</param>
    public static async Task<IReadOnlyList<CheckResult>> RunAsync(string? hub, CancellationToken ct)
    {
        if (hub is null)
        {
            return [await FindBinariesAsync(ct)];
        }

        NpgsqlConnectionStringBuilder settings = new(hub) { Timeout = ConnectSeconds, Pooling = false };
        try
        {
            await using NpgsqlConnection connection = new(settings.ConnectionString);
            await connection.OpenAsync(ct);
            List<CheckResult> results = [Version(connection)];
            results.AddRange(await CheckRightsAsync(connection, ct));
            results.Add(await CheckStatementsAsync(connection, ct));
            results.Add(await CheckToolsAsync(connection, ct));
            results.Add(await CheckSchemaAsync(settings.ConnectionString, ct));
            return results;
        }
        catch (NpgsqlException e)
        {
            return [new CheckResult("PostgreSQL", CheckState.Failed, CheckTexts.Format("NoConnection", settings.Host, settings.Port, settings.Database, e.Message))];
        }
    }

    private static async Task<CheckResult> FindBinariesAsync(CancellationToken ct)
    {
        try
        {
            return new CheckResult("PostgreSQL", CheckState.Well, CheckTexts.Format("PrivatePostgres", await PrivateCluster.FindVersionAsync(ct)));
        }
        catch (PrivateClusterException e)
        {
            return new CheckResult("PostgreSQL", CheckState.Failed, e.Message);
        }
    }

    private static CheckResult Version(NpgsqlConnection connection) => new(
        "PostgreSQL",
        connection.PostgreSqlVersion.Major >= HubDatabase.OldestServer ? CheckState.Well : CheckState.Failed,
        CheckTexts.Format(
            connection.PostgreSqlVersion.Major >= HubDatabase.OldestServer ? "Connected" : "TooOld", connection.PostgreSqlVersion, connection.Host, connection.Port,
            connection.Database, HubDatabase.OldestServer));

    private static async Task<IReadOnlyList<CheckResult>> CheckRightsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var (create, owner, createDatabase) = await connection.QuerySingleAsync<(bool, bool, bool)>(new CommandDefinition(
            """
            SELECT has_database_privilege(current_database(), 'CREATE'),
                   pg_has_role(current_user, d.datdba, 'USAGE'),
                   (SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user)
              FROM pg_database d WHERE d.datname = current_database()
            """,
            cancellationToken: ct));
        return
        [
            // Schemas are created, and the database's time zone and search path set.
            Right("Rights", create && owner, CheckState.Failed),
            Right("CreateDatabase", createDatabase, CheckState.Warning),
        ];

        static CheckResult Right(string name, bool has, CheckState without) => new(
            CheckTexts.Format(name), has ? CheckState.Well : without, CheckTexts.Format(has ? $"{name}There" : $"{name}Missing"));
    }

    private static async Task<CheckResult> CheckStatementsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var loaded = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT current_setting('pg_stat_statements.max', true) IS NOT NULL", cancellationToken: ct));
        return new CheckResult(
            "pg_stat_statements", loaded ? CheckState.Well : CheckState.Warning, CheckTexts.Format(loaded ? "StatementsThere" : "StatementsMissing"));
    }

    private static async Task<CheckResult> CheckToolsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            var folder = await BackupWriter.FindToolsAsync(connection.PostgreSqlVersion.Major, ct);
            return new CheckResult(CheckTexts.Format("Tools"), CheckState.Well, folder);
        }
        catch (BackupException e)
        {
            return new CheckResult(CheckTexts.Format("Tools"), CheckState.Warning, e.Message);
        }
    }

    private static async Task<CheckResult> CheckSchemaAsync(string hub, CancellationToken ct)
    {
        var name = CheckTexts.Format("Schema");
        try
        {
            await using HubDatabase database = new(hub);
            var pending = await new HubMigrator(database, NullLogger.Instance).ListPendingAsync(ct);
            return new CheckResult(
                name, CheckState.Well, pending.Count == 0 ? CheckTexts.Format("SchemaCurrent") : CheckTexts.Format("SchemaPending", string.Join(", ", pending.Select(p => p.Name))));
        }
        catch (HubSchemaException e)
        {
            return new CheckResult(name, CheckState.Failed, e.Message);
        }
    }
}
