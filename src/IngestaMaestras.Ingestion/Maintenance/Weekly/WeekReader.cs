using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Maintenance.Weekly;

/// <summary>Reads what a week came to. A week is seven days of the business's clock.</summary>
public sealed class WeekReader(HubDatabase hub, BusinessCalendar calendar)
{
    private const int Days = 7;
    private const int HistoryDays = 8 * Days;
    private const int LongestRuns = 10;
    private const int LargestTables = 10;

    /// <param name="from">Its first day.</param>
    public async Task<WeeklyFigures> ReadAsync(DateOnly from, CancellationToken ct)
    {
        var (start, end) = (StartOf(from), StartOf(from.AddDays(Days)));
        await using var connection = await hub.OpenAsync(ct);
        Query query = new(connection, new { start, end, before = StartOf(from.AddDays(-Days)), history = StartOf(from.AddDays(-HistoryDays)) }, ct);
        var growth = (await query.ListAsync<MetricGrowth>(Growth)).ToLookup(g => g.Metric, g => new GrowthFigures(g.Subject, g.First, g.Last));
        return new WeeklyFigures(
            from, from.AddDays(Days - 1),
            (await query.ListAsync<RunFigures>(Runs("@start", "@end")))[0],
            (await query.ListAsync<RunFigures>(Runs("@before", "@start")))[0],
            await query.ListAsync<RunLine>(Longest),
            await query.ListAsync<StepFigures>(Steps),
            await query.ListAsync<ErrorFigures>(Errors),
            Volumes.Compare(await query.ListAsync<Volumes.Reading>(Read), start),
            await query.ListAsync<MachineFigures>(Machines),
            [.. growth[Measurements.TableBytes].OrderByDescending(t => t.Growth).ThenByDescending(t => t.Last).Take(LargestTables)],
            growth[Measurements.DatabaseBytes].FirstOrDefault(),
            [.. growth[Measurements.TopicMessages].OrderBy(t => t.Subject, StringComparer.Ordinal)],
            [.. growth[Measurements.ConsumerLag].OrderBy(t => t.Subject, StringComparer.Ordinal)],
            await query.ListAsync<TaskFigures>(Tasks));
    }

    private DateTime StartOf(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), calendar.Zone);

    private static string Runs(string from, string to) =>
        $"""
        SELECT count(*), count(*) FILTER (WHERE status = 'succeeded') AS succeeded, count(*) FILTER (WHERE status = 'partial') AS partial,
               count(*) FILTER (WHERE status = 'failed') AS failed, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median_seconds,
               max(seconds) AS max_seconds
          FROM (SELECT status, extract(epoch FROM ended_at - started_at)::float8 AS seconds FROM run
                 WHERE ended_at >= {from} AND ended_at < {to} AND status <> 'cancelled') r
        """;

    private static readonly string Longest =
        $"""
        SELECT run_id, fecha_proceso, status, extract(epoch FROM ended_at - started_at)::float8 AS seconds FROM run
         WHERE ended_at >= @start AND ended_at < @end AND started_at IS NOT NULL AND status <> 'cancelled' ORDER BY seconds DESC, run_id LIMIT {LongestRuns}
        """;

    private const string Steps =
        """
        SELECT step, count(*) FILTER (WHERE is_now AND status = 'succeeded') AS succeeded, count(*) FILTER (WHERE is_now AND status = 'failed') AS failed,
               count(*) FILTER (WHERE is_now AND attempts > 1) AS retried, count(*) FILTER (WHERE NOT is_now AND status = 'succeeded') AS succeeded_before,
               count(*) FILTER (WHERE NOT is_now AND status = 'failed') AS failed_before
          FROM (SELECT step, status, attempts, started_at, ended_at >= @start AS is_now FROM step
                 WHERE ended_at >= @before AND ended_at < @end AND status IN ('succeeded', 'failed')) s
         GROUP BY 1 ORDER BY min(started_at), 1
        """;

    /// <summary>Counted by the merge, complete also where error_log stops at its limit; and what ended whole files.</summary>
    private const string Errors =
        """
        SELECT maestra, error_type, coalesce(sum(n) FILTER (WHERE is_now), 0)::bigint AS count, coalesce(sum(n) FILTER (WHERE NOT is_now), 0)::bigint AS before
          FROM (SELECT coalesce(f.maestra, '') AS maestra, x.error_type, x.n, rf.ended_at >= @start AS is_now
                  FROM run_file rf JOIN file f USING (file_id)
                 CROSS JOIN LATERAL (
                       SELECT key AS error_type, value::bigint AS n FROM jsonb_each_text(coalesce(rf.findings_by_type, '{}'))
                        UNION ALL
                       SELECT rf.error_type, 1 WHERE rf.error_type IS NOT NULL AND NOT coalesce(rf.findings_by_type, '{}') ? rf.error_type) x
                 WHERE rf.ended_at >= @before AND rf.ended_at < @end) e
         GROUP BY 1, 2 ORDER BY 3 DESC, 4 DESC, 1, 2
        """;

    /// <summary>Each file as it was read last; corrections of single lines are no volume.</summary>
    private const string Read =
        """
        SELECT DISTINCT ON (f.file_id) f.maestra, f.file_id, f.file_name, f.fecha_proceso, rf.read_count AS records, rf.ended_at
          FROM run_file rf JOIN file f USING (file_id)
         WHERE rf.ended_at >= @history AND rf.ended_at < @end AND rf.status IN ('loaded', 'unchanged') AND rf.read_count IS NOT NULL
           AND f.maestra IS NOT NULL AND f.origin_file_id IS NULL
         ORDER BY f.file_id, rf.run_id DESC
        """;

    /// <summary>Processor time is counted up from the machine's start: only what grew between two measurements says something.</summary>
    private const string Machines =
        $"""
        WITH sample AS (
            SELECT subject, measured_at, max(value) FILTER (WHERE metric = '{Measurements.CpuBusy}') AS busy,
                   max(value) FILTER (WHERE metric = '{Measurements.CpuTotal}') AS total,
                   max(value) FILTER (WHERE metric = '{Measurements.MemoryUsed}') AS memory,
                   max(value) FILTER (WHERE metric = '{Measurements.MemoryTotal}') AS memory_total,
                   max(value) FILTER (WHERE metric = '{Measurements.DiskFree}') AS free,
                   max(value) FILTER (WHERE metric = '{Measurements.DiskTotal}') AS disk
              FROM measurement WHERE measured_at >= @start AND measured_at < @end
               AND metric IN ('{Measurements.CpuBusy}', '{Measurements.CpuTotal}', '{Measurements.MemoryUsed}', '{Measurements.MemoryTotal}',
                              '{Measurements.DiskFree}', '{Measurements.DiskTotal}')
             GROUP BY 1, 2),
        used AS (
            SELECT *, busy - lag(busy) OVER w AS busy_grown, total - lag(total) OVER w AS total_grown
              FROM sample WINDOW w AS (PARTITION BY subject ORDER BY measured_at))
        SELECT subject AS machine,
               sum(busy_grown) FILTER (WHERE total_grown > 0 AND busy_grown >= 0) / nullif(sum(total_grown) FILTER (WHERE total_grown > 0 AND busy_grown >= 0), 0) AS cpu_mean,
               max(busy_grown / nullif(total_grown, 0)) FILTER (WHERE total_grown > 0 AND busy_grown >= 0) AS cpu_max,
               avg(memory / memory_total) AS memory_mean, max(memory / memory_total) AS memory_max,
               (array_agg(free ORDER BY measured_at))[1] AS disk_free_first, (array_agg(free ORDER BY measured_at DESC))[1] AS disk_free_last,
               (array_agg(disk ORDER BY measured_at DESC))[1] AS disk_total
          FROM used GROUP BY 1 ORDER BY 1
        """;

    private const string Growth =
        $"""
        SELECT metric, subject, (array_agg(value ORDER BY measured_at))[1] AS first, (array_agg(value ORDER BY measured_at DESC))[1] AS last
          FROM measurement WHERE measured_at >= @start AND measured_at < @end
           AND metric IN ('{Measurements.DatabaseBytes}', '{Measurements.TableBytes}', '{Measurements.TopicMessages}', '{Measurements.ConsumerLag}')
         GROUP BY 1, 2
        """;

    private const string Tasks =
        """
        SELECT task, count(*) FILTER (WHERE outcome = 'failed') AS failed, count(*) FILTER (WHERE outcome = 'warning') AS warned,
               (array_agg(message ORDER BY maintenance_run_id DESC))[1] AS last_message
          FROM maintenance_run WHERE started_at >= @start AND started_at < @end AND outcome IN ('failed', 'warning') GROUP BY 1 ORDER BY 1
        """;

    private sealed record MetricGrowth(string Metric, string Subject, double First, double Last);

    private sealed class Query(NpgsqlConnection connection, object parameters, CancellationToken ct)
    {
        public async Task<IReadOnlyList<T>> ListAsync<T>(string sql) =>
            (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, commandTimeout: 0, cancellationToken: ct))).AsList();
    }
}
