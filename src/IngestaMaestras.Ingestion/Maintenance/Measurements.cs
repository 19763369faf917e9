using Dapper;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Writes down sizes, loads and offsets every so often, so that a week's growth can be told, and forgets old ones.</summary>
/// <param name="kafka">Null: nothing is known of topics.</param>
public sealed class Measurements(HubDatabase hub, DataFolders folders, KafkaStatus? kafka, MaintenanceOptions options) : IMaintenanceTask
{
    public const string CpuBusy = "cpu_busy";
    public const string CpuTotal = "cpu_total";
    public const string MemoryUsed = "memory_used";
    public const string MemoryTotal = "memory_total";
    public const string DiskFree = "disk_free";
    public const string DiskTotal = "disk_total";
    public const string DatabaseBytes = "database_bytes";
    public const string TableBytes = "table_bytes";
    public const string TopicMessages = "topic_messages";
    public const string ConsumerLag = "consumer_lag";

    public string Name => "mediciones";

    public string? Schedule => options.MeasureSchedule;

    public bool IsFrequent => true;

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        List<Sample> samples = [.. MachineSamples.Read(), .. Disk(), .. await DatabaseAsync(connection, ct), .. await TopicsAsync(ct)];
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO measurement (measured_at, metric, subject, value)
            SELECT now(), * FROM unnest(@Metrics::text[], @Subjects::text[], @Values::float8[])
            """,
            new
            {
                Metrics = samples.Select(s => s.Metric).ToArray(), Subjects = samples.Select(s => s.Subject).ToArray(),
                Values = samples.Select(s => s.Value).ToArray(),
            },
            cancellationToken: ct));
        var forgotten = await connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM measurement WHERE measured_at < clock_timestamp() - @Keep",
            new { Keep = TimeSpan.FromDays(options.MeasurementDays) },
            commandTimeout: 0,
            cancellationToken: ct));
        // What is written down every hour is no news; what is removed is.
        return new MaintenanceResult(forgotten, MaintenanceMessages.Format("Measured", samples.Count, forgotten));
    }

    private IEnumerable<Sample> Disk()
    {
        DriveInfo drive = new(folders.Root);
        yield return new Sample(DiskFree, Environment.MachineName, drive.AvailableFreeSpace);
        yield return new Sample(DiskTotal, Environment.MachineName, drive.TotalSize);
    }

    private static async Task<IEnumerable<Sample>> DatabaseAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.QueryAsync<Sample>(new CommandDefinition(
            $"""
            SELECT '{DatabaseBytes}' AS metric, '' AS subject, pg_database_size(current_database())::float8 AS value
            UNION ALL
            SELECT '{TableBytes}', relname, pg_total_relation_size(oid)::float8 FROM pg_class
             WHERE relkind = 'r' AND relnamespace = '{HubDatabase.Schema}'::regnamespace
            """,
            cancellationToken: ct));

    private async Task<IEnumerable<Sample>> TopicsAsync(CancellationToken ct) =>
        kafka is null || await kafka.ReadAsync(ct) is not { } state
            ? []
            :
            [
                .. state.Topics.Where(t => t.EndOffset is not null).Select(t => new Sample(TopicMessages, t.Topic, t.EndOffset!.Value)),
                .. state.Lags.Where(l => l.Lag is not null).Select(l => new Sample(ConsumerLag, $"{l.Group} {l.Topic}", l.Lag!.Value)),
            ];

    internal sealed record Sample(string Metric, string Subject, double Value);
}
