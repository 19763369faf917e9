using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Portal.Hosting;
using Npgsql;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>
/// Tells people what the portal's own checks find, each cause once a night by each channel, again and again until it is out.
/// Remembered in the database; while that is away, in this process and in the data root, which all processes share, and
/// written down afterwards.
/// </summary>
internal sealed class AlertNotifier(
    OwnAlerts checks, AlertStore store, OutageNotices outage, IEnumerable<IAlertChannel> channels, AlertOptions options, RuntimeOptions parts, RuntimeState state,
    BusinessCalendar calendar, TimeProvider time, ILogger<AlertNotifier> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, IAlertChannel> _channels = channels.ToDictionary(c => c.Name);
    private readonly Dictionary<(DateOnly, string, string), (AlertNotice Notice, DateTimeOffset NextAttempt, bool IsSent)> _memory = [];

    private readonly Dictionary<string, DateTimeOffset> _foundSince = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!parts.IsService || !parts.Scheduler || options.PrometheusUrl.Length > 0 || _channels.Count == 0)
        {
            return;
        }

        using PeriodicTimer timer = new(options.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await CheckAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("Fin de los avisos");
        }
    }

    private async Task CheckAsync(CancellationToken ct)
    {
        var (found, up) = await checks.FindAsync(Patience, ct);
        var alerts = Lasting(found).Where(a => options.Level == AlertSeverity.Warning || a.Severity == AlertSeverity.Critical).ToList();
        try
        {
            if (!state.IsReady)
            {
                await TellFromMemoryAsync(alerts, ct);
                return;
            }

            await store.RememberAsync(_memory.Values.Where(m => m.IsSent).Select(m => m.Notice).Concat(outage.ReadTold()), ct);
            _memory.Clear();
            outage.Forget();
            await store.NoteAsync(alerts, _channels.Keys, ct);
            await store.NoteOverAsync(up, T("Alerts.Over"), ct);
            while (await store.TakeDueAsync(_channels.Keys, IsWarningTime(), ct) is { } notice)
            {
                await store.EndAsync(notice, await TrySendAsync(notice, ct), ct);
            }
        }
        catch (Exception e) when (SqlStates.IsTransient(e) || e is NpgsqlException)
        {
            await TellFromMemoryAsync(alerts, ct);
        }
    }

    /// <summary>Those that have been found for long enough, one look after the other.</summary>
    private List<PortalAlert> Lasting(IReadOnlyList<PortalAlert> found)
    {
        var now = time.GetUtcNow();
        foreach (var over in _foundSince.Keys.Except(found.Select(a => a.Cause)).ToList())
        {
            _foundSince.Remove(over);
        }

        return [.. found.Where(a => !a.MayPass || now - (_foundSince.TryAdd(a.Cause, now) ? now : _foundSince[a.Cause]) >= options.Patience)];
    }

    private async Task TellFromMemoryAsync(IEnumerable<PortalAlert> alerts, CancellationToken ct)
    {
        foreach (var alert in alerts.Where(a => a.Severity == AlertSeverity.Critical || IsWarningTime()))
        {
            foreach (var channel in _channels.Keys)
            {
                var key = (alert.Night, alert.Cause, channel);
                var last = _memory.GetValueOrDefault(key);
                if (last.IsSent || last.NextAttempt > time.GetUtcNow())
                {
                    continue;
                }

                AlertNotice notice = new(alert, channel, (last.Notice?.Attempt ?? 0) + 1);
                var isSent = await outage.TellOnceAsync(notice, async () => await TrySendAsync(notice, ct) is null);
                _memory[key] = (notice, time.GetUtcNow() + (options.RetryDelay * Math.Pow(2, Math.Min(notice.Attempt - 1, 6))), isSent);
            }
        }
    }

    /// <returns>Why it did not go out; null: it did.</returns>
    private async Task<string?> TrySendAsync(AlertNotice notice, CancellationToken ct)
    {
        try
        {
            await _channels[notice.Channel].SendAsync(notice.Alert, ct);
            logger.LogInformation("Aviso {Cause} de {Night:yyyy-MM-dd} enviado por {Channel}", notice.Alert.Cause, notice.Alert.Night, notice.Channel);
            return null;
        }
        catch (AlertNotSentException e)
        {
            logger.LogWarning("Aviso {Cause} no enviado por {Channel} (intento {Attempt}): {Reason}", notice.Alert.Cause, notice.Channel, notice.Attempt, e.Message);
            return e.Message;
        }
    }

    private bool IsWarningTime()
    {
        var (from, to) = options.ReadHours();
        var minutes = TimeZoneInfo.ConvertTime(time.GetUtcNow(), calendar.Zone).TimeOfDay.TotalMinutes;
        return minutes >= from && minutes < to;
    }
}
