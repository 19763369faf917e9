using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Parsing;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Portal.Hosting;
using Npgsql;

namespace IngestaMaestras.Portal.Observability;

/// <summary>
/// What the database knows, whatever process did it and whenever: runs, files, deliveries, the job queue, PostgreSQL itself.
/// One connection, a few short queries; totals and sizes are read less often than states.
/// </summary>
internal sealed class HubMetrics(
    IngestaMetrics metrics, HubDatabase hub, DateOutcomes dates, Func<LayoutSet> layouts, MaintenanceRunner maintenance, RuntimeState state,
    TimeProvider time, ILogger<HubMetrics> logger) : IMetricsPart
{
    /// <summary>Dates that still matter to whoever is on shift.</summary>
    private const int LatestDates = 7;

    /// <summary>Totals change with runs, sizes slowly.</summary>
    private static readonly TimeSpan TotalsFor = TimeSpan.FromSeconds(30);

    private IReadOnlyList<MetricFamily>? _all;
    private DateTimeOffset _totalsAt = DateTimeOffset.MinValue;
    private bool _isDown;

    public string Name => "hub";

    /// <summary>Where the database's files are, when this machine has them and the server tells.</summary>
    public string? DataDirectory { get; private set; }

    public async Task ReadAsync(CancellationToken ct)
    {
        if (!state.IsReady)
        {
            Clear();
            return;
        }

        try
        {
            await using (var connection = await hub.OpenAsync(ct))
            {
                await ReadStatesAsync(connection, ct);
                if (time.GetUtcNow() - _totalsAt >= TotalsFor)
                {
                    await ReadTotalsAsync(connection, ct);
                    _totalsAt = time.GetUtcNow();
                }
            }

            ShowDates((await dates.ListAsync(null, LatestDates, ct)).Items);
            if (_isDown)
            {
                _isDown = false;
                logger.LogInformation("Las métricas se leen de nuevo de la base de datos");
            }
        }
        catch (Exception e) when (SqlStates.IsTransient(e) || e is NpgsqlException or TimeoutException)
        {
            Clear();
            _totalsAt = DateTimeOffset.MinValue;
            if (!_isDown)
            {
                _isDown = true;
                logger.LogWarning("No se pudieron leer las métricas de la base de datos: {Reason}", e.Message);
            }
        }
    }

    public void Clear()
    {
        foreach (var family in _all ??= [.. metrics.Families.Where(IsOurs)])
        {
            family.Clear();
        }
    }

    private bool IsOurs(MetricFamily family) =>
        family != metrics.DependencyUp && family != metrics.DependencyLatency && family != metrics.KafkaBrokers
        && family != metrics.KafkaBrokersKnown && family != metrics.ConsumerLag && family != metrics.DiskFree && family != metrics.DiskSize
        && family != metrics.CertificateExpiry && family != metrics.Backups && family != metrics.BackupTaken && family != metrics.BackupSize
        && family != metrics.BackupAgeLimit && family != metrics.CollectSeconds;

    private async Task ReadStatesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        HubMetricsSql sql = new(connection, ct);
        metrics.Runs.Set(await sql.ReadAsync(HubMetricsSql.Runs, 1));
        var last = await sql.ReadRowAsync(HubMetricsSql.LastRun);
        metrics.RunningSeconds.Set(last.Number("running"));
        metrics.LastRunDuration.Set(last.Number("duration"));
        metrics.LastRunEnd.Set(last.Number("ended"));
        metrics.LastRunSuccess.Set(last.Number("succeeded"));
        metrics.LastRunStatus.Set(last.Text("status") is { } status ? [([status], 1.0)] : []);
        metrics.Steps.Set(await sql.ReadAsync(HubMetricsSql.Steps, 2));
        metrics.MergesHeld.Set(await sql.ReadAsync(HubMetricsSql.Held, 1));
        metrics.MastersPaused.Set(await sql.ReadAsync(HubMetricsSql.MastersPaused, 1));
        metrics.Files.Set(await sql.ReadAsync(HubMetricsSql.Files, 1));
        var counts = await sql.ReadRowAsync(HubMetricsSql.Counts);
        metrics.FilesWaiting.Set(counts.Number("waiting"));
        metrics.MergesHeldAge.Set(counts.Number("held_age"));
        metrics.SchedulePaused.Set(counts.Number("paused"));

        metrics.DeliveryPending.Set(await sql.ReadAsync(HubMetricsSql.Pending, 2));
        metrics.DeliveryAge.Set(await sql.ReadAsync(HubMetricsSql.PendingAge, 1));
        metrics.Deliveries.Set(await sql.ReadAsync(HubMetricsSql.Deliveries, 2));
        metrics.DeliverySent.Set(await sql.ReadAsync(HubMetricsSql.Sent, 2));
        metrics.DeliveryRefused.Set(await sql.ReadAsync(HubMetricsSql.Refused, 1));
        metrics.DeliverySuccess.Set(await sql.ReadAsync(HubMetricsSql.DeliverySuccess, 2));

        var queue = await sql.ReadRowAsync(HubMetricsSql.Queue);
        metrics.SchedulerHeartbeat.Set(queue.Number("heartbeat_age") ?? double.PositiveInfinity);
        metrics.SchedulerNext.Set(HubMetricsSql.NextNight(queue.Text("next_night")));
        metrics.JobRetries.Set(queue.Number("retries"));
        var busy = queue.Number("busy") ?? 0;
        metrics.Workers.Set([(["busy"], busy), (["free"], Math.Max(0, (queue.Number("workers") ?? 0) - busy))]);
        metrics.QueueLength.Set(await sql.ReadAsync(HubMetricsSql.QueueLength, 1));
        metrics.Jobs.Set(await sql.ReadAsync(HubMetricsSql.Jobs, 1));
        metrics.JobsEnded.Set(await sql.ReadAsync(HubMetricsSql.JobsEnded, 1));
        metrics.PostgresConnections.Set(await sql.ReadAsync(HubMetricsSql.Connections, 1));
    }

    private async Task ReadTotalsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        HubMetricsSql sql = new(connection, ct);
        metrics.Records.Set(FromZero(["read", "accepted", "rejected", "warned"]).Concat(await sql.ReadAsync(HubMetricsSql.Records, 2)));
        metrics.Changes.Set(FromZero(["inserted", "updated", "deleted", "unchanged"]).Concat(await sql.ReadAsync(HubMetricsSql.Changes, 2)));
        metrics.Rejects.Set(FromZero(ErrorType.OfRecords).Concat(await sql.ReadAsync(HubMetricsSql.Findings, 2)));
        metrics.LastSuccess.Set(await sql.ReadAsync(HubMetricsSql.LastSuccess, 1));
        metrics.FieldErrors.Set(await sql.ReadAsync(HubMetricsSql.FieldErrors, 2));
        var backup = await sql.ReadRowAsync(HubMetricsSql.Backup);
        metrics.Installed.Set(backup.Number("installed"));
        metrics.BackupSuccess.Set(backup.Number("succeeded"));
        metrics.MaintenanceFailed.Set(OfTasks(await sql.ReadAsync(HubMetricsSql.MaintenanceFailed, 1)));
        metrics.MaintenanceSuccess.Set(OfTasks(await sql.ReadAsync(HubMetricsSql.MaintenanceSuccess, 1)));
        var server = await sql.ReadRowAsync(HubMetricsSql.Server);
        metrics.PostgresConnectionsMax.Set(server.Number("max_connections"));
        metrics.PostgresSize.Set(server.Number("size"));
        metrics.PostgresTransactions.Set([(["commit"], server.Number("commits") ?? 0), (["rollback"], server.Number("rollbacks") ?? 0)]);
        DataDirectory = server.Text("data_directory") is { } folder && IsLocal(connection) && Directory.Exists(folder) ? folder : null;
        var statements = await StatementStatistics.ReadAsync(connection, ct);
        metrics.PostgresQueries.Set(statements?.Calls);
        metrics.PostgresQuerySeconds.Set(statements?.Seconds);
    }

    /// <summary>A counter that begins with its first load would show no increase by it.</summary>
    private IEnumerable<(string[] Labels, double Value)> FromZero(IReadOnlyList<string> values) =>
        layouts().All.SelectMany(l => values.Select(v => (new[] { l.Maestra, v }, 0.0)));

    /// <summary>Of the tasks that there are: one that an earlier program had fails for ever.</summary>
    private IEnumerable<(string[] Labels, double Value)> OfTasks(IEnumerable<(string[] Labels, double Value)> samples) =>
        samples.Where(s => maintenance.Refuse(s.Labels[0]) is null);

    /// <summary>How masters and dates stand, as the pages see it.</summary>
    private void ShowDates(IReadOnlyList<DateOutcome> latest)
    {
        metrics.Dates.Set(Enum.GetValues<RunStatus>().Select(s => (new[] { s.Code() }, (double)latest.Count(d => d.Status == s))));
        metrics.FilesFailed.Set(latest.Sum(d => d.FailedFiles.Count()));
        // A date to come, of a file that was dropped early, says nothing about the masters yet.
        var masters = latest.FirstOrDefault(d => d.Runs.Count > 0)?.Masters.Where(m => m.Maestra is not null).ToList() ?? [];
        metrics.MasterCondition.Set(masters.Select(m => (new[] { m.Maestra!, StateNames.Of(m.Condition) }, 1.0)));
        metrics.MasterLate.Set(masters.Where(m => m.IsLate).Select(m => (new[] { m.Maestra! }, 1.0)));
        var loads = layouts().All
            .Select(l => (l.Maestra, Load: latest.Select(d => d.Find(l.Maestra)).Where(m => m is not null).Select(m => MasterLoad.Of(m!)).FirstOrDefault(m => m is not null)))
            .Where(l => l.Load is not null)
            .ToList();
        metrics.LastRecords.Set(loads.SelectMany(l => new[]
        {
            (new[] { l.Maestra, "read" }, (double)l.Load!.Read), ([l.Maestra, "accepted"], l.Load.Accepted), ([l.Maestra, "rejected"], l.Load.Rejected),
        }));
        metrics.ErrorRatio.Set(loads.Select(l => (new[] { l.Maestra }, l.Load!.WorstRatio)));
        metrics.ErrorRatioLimit.Set(layouts().All.Select(l => (new[] { l.Maestra }, (double)l.AlertThreshold)));
    }

    private static bool IsLocal(NpgsqlConnection connection) =>
        connection.Host is { } host && (host[0] is '/' or '@' || host is "localhost" or "127.0.0.1" or "::1");
}
