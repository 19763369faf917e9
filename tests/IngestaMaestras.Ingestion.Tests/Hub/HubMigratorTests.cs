using System.Globalization;
using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace IngestaMaestras.Ingestion.Tests.Hub;

public sealed class HubMigratorTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operators_queries_run_word_for_word_in_a_plain_session()
    {
        await using TestDatabase database = await postgres.CreateDatabaseAsync("migrator");
        await MigrateAsync(database.ConnectionString);
        await using NpgsqlConnection session = await OpenAsync(database.ConnectionString);
        await session.ExecuteAsync(
            """
            INSERT INTO error_log (fecha_proceso, error_type, severity, message) VALUES
                (CURRENT_DATE, 'LINEA_CORTA', 'error', 'uno'), (CURRENT_DATE - 3, 'LINEA_CORTA', 'error', 'dos'),
                (CURRENT_DATE - 30, 'LINEA_CORTA', 'error', 'tres')
            """);

        Assert.Single(await session.QueryAsync("SELECT * FROM error_log WHERE fecha_proceso = CURRENT_DATE ORDER BY timestamp DESC;"));
        Assert.Equal(
            [("LINEA_CORTA", 2L)],
            await session.QueryAsync<(string, long)>(
                """
                SELECT error_type, COUNT(*) AS count FROM error_log
                 WHERE fecha_proceso >= CURRENT_DATE - INTERVAL '7 days' GROUP BY error_type ORDER BY count DESC;
                """));
        Assert.Empty(await session.QueryAsync("SELECT * FROM audit_log ORDER BY execution_time DESC;"));
    }

    [Fact]
    public async Task A_plain_session_lives_in_Bogota()
    {
        await using TestDatabase database = await postgres.CreateDatabaseAsync("migrator");
        await MigrateAsync(database.ConnectionString);
        await using NpgsqlConnection session = await OpenAsync(database.ConnectionString);

        Assert.Equal("America/Bogota", await session.ExecuteScalarAsync<string>("SHOW timezone"));
        // At nine in the evening there, a session in UTC is already on tomorrow.
        Assert.Equal(
            "2026-11-24",
            await session.ExecuteScalarAsync<string>("SELECT (timestamptz '2026-11-25 02:00:00+00')::date::text"));
    }

    [Fact]
    public async Task Programs_that_start_at_once_migrate_once()
    {
        await using TestDatabase database = await postgres.CreateDatabaseAsync("migrator");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => MigrateAsync(database.ConnectionString), Ct)));

        await using NpgsqlConnection session = await OpenAsync(database.ConnectionString);
        string[] scripts = [.. await session.QueryAsync<string>("SELECT scriptname FROM schema_version ORDER BY 1")];
        Assert.NotEmpty(scripts);
        Assert.Equal(scripts.Distinct(), scripts);
        Assert.Equal(1, await session.ExecuteScalarAsync<long>("SELECT count(*) FROM installation"));
    }

    [Fact]
    public async Task A_second_migration_changes_nothing()
    {
        await using TestDatabase database = await postgres.CreateDatabaseAsync("migrator");
        await MigrateAsync(database.ConnectionString);
        await using NpgsqlConnection session = await OpenAsync(database.ConnectionString);
        string before = await CatalogAsync(session);

        await MigrateAsync(database.ConnectionString);

        Assert.Equal(before, await CatalogAsync(session));
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await using TestDatabase database = await postgres.CreateDatabaseAsync("migrator");
        await MigrateAsync(database.ConnectionString);
        await using NpgsqlConnection session = await OpenAsync(database.ConnectionString);
        await session.ExecuteAsync(
            "INSERT INTO schema_version (scriptname, applied) VALUES ('IngestaMaestras.Ingestion.Hub.Migrations.9999_later.sql', now())");

        HubSchemaException e = await Assert.ThrowsAsync<HubSchemaException>(() => MigrateAsync(database.ConnectionString));

        Assert.Contains("9999_later.sql", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_a_migration_took_is_free_afterwards()
    {
        await using TestDatabase database = await postgres.CreateDatabaseAsync("migrator");
        await MigrateAsync(database.ConnectionString);
        await using NpgsqlConnection session = await OpenAsync(database.ConnectionString);

        await Eventually.TrueAsync(async () => await session.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") == 0);
    }

    private static async Task MigrateAsync(string connectionString)
    {
        await using HubDatabase hub = new(connectionString);
        await new HubMigrator(hub, NullLogger.Instance).MigrateAsync(Ct);
    }

    private static async Task<string> CatalogAsync(NpgsqlConnection session) => string.Join('\n', (await session.QueryAsync<(string, uint)>(
        "SELECT relname::text, oid FROM pg_class WHERE relnamespace = 'db_masterdatahub'::regnamespace ORDER BY oid"))
        .Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Item1} {r.Item2}")));

    /// <summary>As <c>psql</c> would: no settings but where the database is.</summary>
    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Ct);
        return connection;
    }
}
