using System.Reflection;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Hub;

/// <summary>Brings the hub's schema up to date: numbered, append-only scripts, once each, under a lock.</summary>
public sealed class HubMigrator(HubDatabase hub, ILogger logger)
{
    private const string JournalTable = "schema_version";
    internal const string LockName = "ingesta:migrations";
    private const string ScriptPrefix = "IngestaMaestras.Ingestion.Hub.Migrations.";

    /// <summary>The scripts that this program has.</summary>
    public static IEnumerable<string> KnownScripts =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.StartsWith(ScriptPrefix, StringComparison.Ordinal));

    /// <summary>What <see cref="MigrateAsync"/> would run now, in order; changes nothing.</summary>
    /// <exception cref="HubSchemaException">The database was migrated by a newer program.</exception>
    public async Task<IReadOnlyList<Migration>> ListPendingAsync(CancellationToken ct)
    {
        await using NpgsqlConnection connection =
            new(new NpgsqlConnectionStringBuilder(hub.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await RefuseNewerSchemaAsync(connection);
        return [.. BuildEngine().GetScriptsToExecute().Select(s => new Migration(s.Name[ScriptPrefix.Length..], s.Contents))];
    }

    /// <summary>Runs what is missing. Any number of processes may call it at once; one works, the others wait.</summary>
    /// <exception cref="HubSchemaException">The database was migrated by a newer program, or a script failed.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        // Not pooled: a session lock would survive in a pooled connection.
        await using NpgsqlConnection connection =
            new(new NpgsqlConnectionStringBuilder(hub.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync("SELECT pg_advisory_lock(hashtextextended(@LockName, 0))", new { LockName });
        await connection.ExecuteAsync($"CREATE SCHEMA IF NOT EXISTS {HubDatabase.Schema}");
        await RefuseNewerSchemaAsync(connection);
        await SetDatabaseDefaultsAsync(connection);
        Upgrade();
    }

    private static async Task RefuseNewerSchemaAsync(NpgsqlConnection connection)
    {
        if (await connection.ExecuteScalarAsync<string?>($"SELECT to_regclass('{HubDatabase.Schema}.{JournalTable}')::text") is null)
        {
            return;
        }

        var applied = await connection.QueryAsync<string>($"SELECT scriptname FROM {HubDatabase.Schema}.{JournalTable}");
        var known = Assembly.GetExecutingAssembly().GetManifestResourceNames();
        if (applied.Except(known).Order(StringComparer.Ordinal).LastOrDefault() is { } unknown)
        {
            throw new HubSchemaException(
                $"La base de datos fue actualizada por una versión más nueva del programa (guion {unknown[ScriptPrefix.Length..]}). Instale esa versión o una posterior.");
        }
    }

    /// <summary>Operators' own sessions must see our tables and our calendar date without any setting of theirs.</summary>
    private async Task SetDatabaseDefaultsAsync(NpgsqlConnection connection) => await connection.ExecuteAsync(
        $"""
        DO $do$ BEGIN
            EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), '{hub.TimeZone.Replace("'", "''", StringComparison.Ordinal)}');
            EXECUTE format('ALTER DATABASE %I SET search_path = {HubDatabase.Schema}, public', current_database());
        END $do$
        """);

    private void Upgrade()
    {
        var result = BuildEngine().PerformUpgrade();
        if (!result.Successful)
        {
            throw new HubSchemaException(
                $"No se pudo actualizar la base de datos (guion {result.ErrorScript?.Name}): {result.Error.Message}", result.Error);
        }
    }

    private UpgradeEngine BuildEngine()
    {
        // DbUp takes the search path for one schema's name and creates it.
        var connectionString = new NpgsqlConnectionStringBuilder(hub.ConnectionString) { SearchPath = HubDatabase.Schema, Pooling = false }
            .ConnectionString;
        return DeployChanges.To.PostgresqlDatabase(connectionString)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .JournalToPostgresqlTable(HubDatabase.Schema, JournalTable)
            .LogTo(new UpgradeLog(logger))
            .Build();
    }

    private sealed class UpgradeLog(ILogger logger) : IUpgradeLog
    {
#pragma warning disable CA2254 // DbUp hands over finished templates of its own.
        public void LogTrace(string format, params object[] args) => logger.LogTrace(format, args);

        public void LogDebug(string format, params object[] args) => logger.LogDebug(format, args);

        public void LogInformation(string format, params object[] args) => logger.LogDebug(format, args);

        public void LogWarning(string format, params object[] args) => logger.LogWarning(format, args);

        // Whoever called us gets the exception and tells it once.
        public void LogError(string format, params object[] args) => logger.LogDebug(format, args);

        public void LogError(Exception ex, string format, params object[] args) => logger.LogDebug(ex, format, args);
#pragma warning restore CA2254
    }
}
