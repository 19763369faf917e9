using System.Globalization;
using Dapper;
using Hangfire.Common;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Jobs;
using Npgsql;

namespace IngestaMaestras.Portal.Observability;

/// <summary>The queries behind <see cref="HubMetrics"/>: labels first, the value last.</summary>
internal sealed class HubMetricsSql(NpgsqlConnection connection, CancellationToken ct)
{
    public const string Runs =
        """
        SELECT s.status, count(r.run_id)::float8
          FROM unnest(ARRAY['queued', 'running', 'held', 'succeeded', 'partial', 'failed', 'cancelled']) s (status)
          LEFT JOIN run r ON r.status = s.status AND (r.ended_at IS NULL OR r.ended_at > now() - interval '24 hours')
         GROUP BY 1
        """;

    public const string LastRun =
        """
        SELECT coalesce((SELECT extract(epoch FROM now() - started_at) FROM run WHERE status = 'running'), 0)::float8 AS running, l.*,
               (SELECT extract(epoch FROM max(ended_at))::float8 FROM run WHERE status = 'succeeded') AS succeeded
          FROM (SELECT 1) one LEFT JOIN LATERAL (
               SELECT status, extract(epoch FROM ended_at - coalesce(started_at, ended_at))::float8 AS duration, extract(epoch FROM ended_at)::float8 AS ended
                 FROM run WHERE status IN ('succeeded', 'partial', 'failed') AND ended_at IS NOT NULL ORDER BY ended_at DESC, run_id DESC LIMIT 1) l ON true
        """;

    public const string Steps =
        """
        SELECT s.step, s.status, count(*)::float8
          FROM run r JOIN step s USING (run_id)
         WHERE (r.ended_at IS NULL OR r.ended_at > now() - interval '24 hours') AND s.ended_at > now() - interval '24 hours'
           AND s.status IN ('succeeded', 'failed')
         GROUP BY 1, 2
        """;

    public const string Held =
        "SELECT f.maestra, count(*)::float8 FROM run_file rf JOIN file f USING (file_id) WHERE rf.status = 'held' AND f.maestra IS NOT NULL GROUP BY 1";

    public const string MastersPaused =
        $"SELECT scope, 1::float8 FROM pause WHERE scope <> '{PauseSql.Schedule}' AND (until_date IS NULL OR until_date >= CURRENT_DATE)";

    public const string Files =
        """
        SELECT p.folder, (SELECT count(*) FROM file WHERE location = p.folder)::float8 FROM unnest(ARRAY['input', 'work', 'error']) p (folder)
        """;

    public static readonly string Counts =
        $"""
        SELECT (SELECT count(*) FROM file f WHERE {FileSql.IsWaiting("f")})::float8 AS waiting,
               coalesce((SELECT extract(epoch FROM now() - min(coalesce(started_at, created_at))) FROM run_file WHERE status = 'held'), 0)::float8 AS held_age,
               (SELECT count(*) FROM pause WHERE scope = '{PauseSql.Schedule}' AND (until_date IS NULL OR until_date >= CURRENT_DATE))::float8 AS paused
        """;

    public const string Pending =
        """
        SELECT t.target, s.maestra, greatest(s.last_version - coalesce(d.watermark, 0), 0)::float8
          FROM delivery_target t CROSS JOIN master_state s LEFT JOIN delivery d ON d.target = t.target AND d.maestra = s.maestra
         WHERE t.off_reason IS NULL
        """;

    /// <summary>Among the latest files of each master: older ones were delivered, or their age does not matter any more.</summary>
    public const string PendingAge =
        """
        SELECT t.target, coalesce(extract(epoch FROM now() - min(p.loaded_at)), 0)::float8
          FROM delivery_target t LEFT JOIN master_state s ON true LEFT JOIN delivery d ON d.target = t.target AND d.maestra = s.maestra
          LEFT JOIN LATERAL (
               SELECT min(coalesce(rf.ended_at, rf.started_at)) AS loaded_at
                 FROM (SELECT file_id FROM file WHERE maestra = s.maestra ORDER BY fecha_proceso DESC, file_id DESC LIMIT 200) f
                 JOIN run_file rf USING (file_id)
                WHERE rf.version_to > coalesce(d.watermark, 0)) p ON s.last_version > coalesce(d.watermark, 0)
         WHERE t.off_reason IS NULL
         GROUP BY 1
        """;

    public const string Deliveries =
        """
        SELECT t.target, s.status, count(d.maestra)::float8
          FROM delivery_target t CROSS JOIN unnest(ARRAY['idle', 'running', 'waiting-retry', 'failed']) s (status)
          LEFT JOIN delivery d ON d.target = t.target AND d.status = s.status
         WHERE t.off_reason IS NULL GROUP BY 1, 2
        """;

    public const string Sent = "SELECT target, maestra, sent_count::float8 FROM delivery";

    public const string Refused =
        """
        SELECT t.target, count(x.key_text)::float8 FROM delivery_target t LEFT JOIN delivery_fault x USING (target)
         WHERE t.off_reason IS NULL GROUP BY 1
        """;

    public const string DeliverySuccess =
        "SELECT target, maestra, extract(epoch FROM last_success_at)::float8 FROM delivery WHERE last_success_at IS NOT NULL";

    public static readonly string Queue =
        $"""
        SELECT (SELECT extract(epoch FROM now() - max(lastheartbeat)) FROM hangfire.server)::float8 AS heartbeat_age,
               (SELECT sum((data->>'WorkerCount')::int) FROM hangfire.server WHERE lastheartbeat > now() - interval '30 seconds')::float8 AS workers,
               (SELECT count(*) FROM hangfire.job WHERE statename = 'Processing')::float8 AS busy,
               (SELECT count(*) FROM hangfire.set WHERE key = 'retries')::float8 AS retries,
               (SELECT value FROM hangfire.hash WHERE key = 'recurring-job:{RecurringJobs.Night}' AND field = 'NextExecution') AS next_night
        """;

    public static readonly string QueueLength =
        $"""
        SELECT n.queue, count(q.id)::float8
          FROM (SELECT unnest(ARRAY['{HangfireJobScheduler.RunQueue}', '{HangfireJobScheduler.FileQueue}']) AS queue
                UNION SELECT '{HangfireJobScheduler.DeliveryQueue("")}' || target FROM delivery_target) n
          LEFT JOIN hangfire.jobqueue q ON q.queue = n.queue AND q.fetchedat IS NULL
         GROUP BY 1
        """;

    public const string Jobs =
        """
        SELECT lower(s.name), (SELECT count(*) FROM hangfire.job WHERE statename = s.name)::float8
          FROM unnest(ARRAY['Enqueued', 'Scheduled', 'Processing', 'Failed']) s (name)
        """;

    public const string JobsEnded =
        """
        SELECT s.name, ((SELECT coalesce(sum(value), 0) FROM hangfire.counter WHERE key = 'stats:' || s.name)
                        + (SELECT coalesce(sum(value), 0) FROM hangfire.aggregatedcounter WHERE key = 'stats:' || s.name))::float8
          FROM unnest(ARRAY['succeeded', 'deleted']) s (name)
        """;

    public const string Connections =
        """
        SELECT coalesce(state, 'unknown'), count(*)::float8 FROM pg_stat_activity WHERE backend_type = 'client backend' GROUP BY 1
        """;

    public const string Records = OfMasters +
        """
        CROSS JOIN LATERAL (VALUES ('read', rf.read_count), ('accepted', rf.accepted_count), ('rejected', rf.rejected_count),
                                   ('warned', rf.warning_count)) v (kind, records)
         WHERE f.maestra IS NOT NULL GROUP BY 1, 2
        """;

    public const string Changes = OfMasters +
        """
        CROSS JOIN LATERAL (VALUES ('inserted', rf.inserted_count), ('updated', rf.updated_count), ('deleted', rf.deleted_count),
                                   ('unchanged', rf.unchanged_count)) v (kind, records)
         WHERE f.maestra IS NOT NULL GROUP BY 1, 2
        """;

    public const string Findings =
        """
        SELECT f.maestra, t.key, sum(t.value::bigint)::float8
          FROM run_file rf JOIN file f USING (file_id) CROSS JOIN LATERAL jsonb_each_text(rf.findings_by_type) t
         WHERE f.maestra IS NOT NULL AND rf.findings_by_type <> '{}' GROUP BY 1, 2
        """;

    public const string LastSuccess =
        """
        SELECT f.maestra, extract(epoch FROM max(rf.ended_at))::float8
          FROM run_file rf JOIN file f USING (file_id)
         WHERE f.maestra IS NOT NULL AND rf.status IN ('loaded', 'unchanged') AND rf.ended_at IS NOT NULL GROUP BY 1
        """;

    /// <summary>Of the latest dates, so that a long history costs nothing; and of so many rows at most.</summary>
    public const string FieldErrors =
        """
        SELECT maestra, field, count(*)::float8
          FROM (SELECT maestra, field FROM error_log
                 WHERE fecha_proceso > (SELECT max(fecha_proceso) FROM error_log) - 7 AND resolved_at IS NULL AND field IS NOT NULL AND maestra IS NOT NULL
                 ORDER BY fecha_proceso DESC LIMIT 100000) e
         GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 20
        """;

    /// <summary>By whoever made it; the record of the task stays when that of the audit has gone.</summary>
    public const string Backup =
        $"""
        SELECT (SELECT extract(epoch FROM installed_at)::float8 FROM installation) AS installed,
               extract(epoch FROM greatest(
                   (SELECT max(end_time) FROM audit_log WHERE procedure_name = '{BackupWriter.Action}' AND result_status = 'succeeded'),
                   (SELECT max(ended_at) FROM maintenance_run WHERE task = '{BackupTask.TaskName}' AND outcome = 'succeeded')))::float8 AS succeeded
        """;

    public const string MaintenanceFailed =
        """
        SELECT DISTINCT ON (task) task, (outcome = 'failed')::int::float8 FROM maintenance_run WHERE outcome <> 'running'
         ORDER BY task, maintenance_run_id DESC
        """;

    public const string MaintenanceSuccess =
        "SELECT task, extract(epoch FROM max(ended_at))::float8 FROM maintenance_run WHERE outcome = 'succeeded' GROUP BY 1";

    public const string Server =
        """
        SELECT current_setting('max_connections')::float8 AS max_connections, pg_database_size(current_database())::float8 AS size,
               xact_commit::float8 AS commits, xact_rollback::float8 AS rollbacks,
               CASE WHEN pg_has_role('pg_read_all_settings', 'MEMBER') THEN current_setting('data_directory', true) END AS data_directory
          FROM pg_stat_database WHERE datname = current_database()
        """;

    private const string OfMasters =
        """
        SELECT f.maestra, v.kind, coalesce(sum(v.records), 0)::float8
          FROM run_file rf JOIN file f USING (file_id)

        """;

    private const int TimeoutSeconds = 3;

    public async Task<IReadOnlyList<(string[] Labels, double Value)>> ReadAsync(string sql, int labels)
    {
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = TimeoutSeconds };
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<(string[], double)> samples = [];
        while (await reader.ReadAsync(ct))
        {
            samples.Add(([.. Enumerable.Range(0, labels).Select(reader.GetString)], reader.GetDouble(labels)));
        }

        return samples;
    }

    public async Task<Row> ReadRowAsync(string sql) => new(
        (IDictionary<string, object?>)await connection.QuerySingleAsync(new CommandDefinition(sql, commandTimeout: TimeoutSeconds, cancellationToken: ct)));

    /// <summary>As the queue writes it.</summary>
    public static double? NextNight(string? text) =>
        text is null ? null : new DateTimeOffset(JobHelper.DeserializeDateTime(text)).ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>One row of numbers and texts; null is what is not known.</summary>
    internal sealed record Row(IDictionary<string, object?> Values)
    {
        public double? Number(string name) => Values[name] is { } value ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

        public string? Text(string name) => (string?)Values[name];
    }
}
