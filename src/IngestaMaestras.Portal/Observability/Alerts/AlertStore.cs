using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Portal.Observability.Alerts;

/// <summary>
/// What was told to whom, in the database: one row per cause, night and channel, whichever process found it. Taking a message
/// moves its next attempt on, so that no other process takes it meanwhile, and one that dies is followed by another.
/// </summary>
public sealed class AlertStore(HubDatabase hub, AlertOptions options)
{
    private const int MaxAttempts = 12;

    /// <summary>Longer than any sending takes: until then no other process tries the same.</summary>
    private static readonly TimeSpan SendTime = TimeSpan.FromMinutes(3);

    /// <summary>Notes what is to be told; what was noted already stays as it is.</summary>
    public async Task NoteAsync(IReadOnlyCollection<PortalAlert> alerts, IReadOnlyCollection<string> channels, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO alert_notice (night, cause, channel, name, subject, severity, summary, action, page)
            VALUES (@Night, @Cause, @Channel, @Name, @Subject, @Severity, @Summary, @Action, @Page) ON CONFLICT DO NOTHING
            """,
            alerts.SelectMany(a => channels.Select(channel => new { a.Night, a.Cause, channel, a.Name, a.Subject, a.Severity, a.Summary, a.Action, a.Page })),
            cancellationToken: ct));
    }

    /// <summary>Notes that what was told of dependencies is over, once however many processes see it.</summary>
    /// <param name="up">Those that answer again.</param>
    /// <param name="over">What to say, with <c>{0}</c> for what was told.</param>
    public async Task NoteOverAsync(IReadOnlyCollection<string> up, string over, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO alert_notice (night, cause, channel, name, subject, severity, summary, action, page)
            SELECT DISTINCT ON (cause, channel) night, @Prefix || cause, channel, name, subject, severity, replace(@over, '{0}', summary), '', page
              FROM alert_notice
             WHERE name = ANY(@Names) AND subject = ANY(@Up) AND sent_at > clock_timestamp() - interval '1 day' AND NOT starts_with(cause, @Prefix)
             ORDER BY cause, channel, night DESC
            ON CONFLICT DO NOTHING
            """,
            new { Up = up.ToArray(), over, Names = OwnAlerts.OfDependencies, Prefix = PortalAlert.OverPrefix },
            cancellationToken: ct));
    }

    /// <summary>A message that is due, taken by this process; null: there is none.</summary>
    /// <param name="channels">Those that this process has.</param>
    /// <param name="warningsToo">False: only critical ones; the others wait.</param>
    public async Task<AlertNotice?> TakeDueAsync(IEnumerable<string> channels, bool warningsToo, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            """
            UPDATE alert_notice n SET attempts = n.attempts + 1, next_attempt_at = clock_timestamp() + @SendTime
              FROM (SELECT night, cause, channel FROM alert_notice
                     WHERE sent_at IS NULL AND attempts < @MaxAttempts AND next_attempt_at <= clock_timestamp() AND channel = ANY(@Channels) AND (@warningsToo OR severity = 'critical')
                     ORDER BY noted_at LIMIT 1 FOR UPDATE SKIP LOCKED) due
             WHERE n.night = due.night AND n.cause = due.cause AND n.channel = due.channel
            RETURNING n.*
            """,
            new { warningsToo, MaxAttempts, SendTime, Channels = channels.ToArray() },
            cancellationToken: ct));
        return row is null
            ? null
            : new AlertNotice(
                new PortalAlert(row.Name, row.Subject, row.Severity, row.Night, row.Summary, row.Action, row.Page)
                {
                    IsOver = row.Cause.StartsWith(PortalAlert.OverPrefix, StringComparison.Ordinal),
                },
                row.Channel, row.Attempts);
    }

    public async Task EndAsync(AlertNotice notice, string? error, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE alert_notice SET sent_at = CASE WHEN @error::text IS NULL THEN clock_timestamp() END, last_error = @error,
                   next_attempt_at = clock_timestamp() + @RetryDelay * power(2, least(greatest(attempts - 1, 0), 6))
             WHERE night = @Night AND cause = @Cause AND channel = @Channel AND sent_at IS NULL
            """,
            new { notice.Alert.Night, notice.Alert.Cause, notice.Channel, error, options.RetryDelay },
            cancellationToken: ct));
    }

    /// <summary>What was told while the database was away is not told again.</summary>
    public async Task RememberAsync(IEnumerable<AlertNotice> sent, CancellationToken ct)
    {
        foreach (var notice in sent)
        {
            await NoteAsync([notice.Alert], [notice.Channel], ct);
            await EndAsync(notice, null, ct);
        }
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";

        public string Subject { get; set; } = "";

        public string Cause { get; set; } = "";

        public string Severity { get; set; } = "";

        public DateOnly Night { get; set; }

        public string Summary { get; set; } = "";

        public string Action { get; set; } = "";

        public string Page { get; set; } = "";

        public string Channel { get; set; } = "";

        public int Attempts { get; set; }
    }
}
