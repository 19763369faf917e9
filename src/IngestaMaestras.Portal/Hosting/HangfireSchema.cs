using Hangfire.PostgreSql;
using IngestaMaestras.Ingestion.Configuration;
using Npgsql;

namespace IngestaMaestras.Portal.Hosting;

/// <summary>How the job queue is kept in the hub's database.</summary>
internal static class HangfireSchema
{
    private const string Name = "hangfire";

    /// <summary>Connections of the queue's own: its workers wait in them, and must not starve ours.</summary>
    private const int PoolSize = 20;

    public static PostgreSqlStorageOptions Options(IngestaOptions options) => new()
    {
        SchemaName = Name,
        // Installed with our own migrations, so that a database that is down does not keep the portal from starting.
        PrepareSchemaIfNecessary = false,
        QueuePollInterval = TimeSpan.FromSeconds(1),
        EnableLongPolling = true,
        // Without it a job longer than the time-out is fetched again while it runs.
        UseSlidingInvisibilityTimeout = true,
        InvisibilityTimeout = options.JobInvisibilityTimeout,
    };

    public static string ConnectionString(string hub) => new NpgsqlConnectionStringBuilder(hub)
    {
        ApplicationName = "hangfire",
        MaxPoolSize = PoolSize,
    }.ConnectionString;

    /// <summary>Creates or updates the queue's own tables.</summary>
    public static async Task InstallAsync(string hub, CancellationToken ct)
    {
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(hub) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using (NpgsqlCommand command = new("SELECT pg_advisory_lock(hashtextextended('ingesta:hangfire', 0))", connection))
        {
            await command.ExecuteNonQueryAsync(ct);
        }

        PostgreSqlObjectsInstaller.Install(connection, Name);
    }
}
