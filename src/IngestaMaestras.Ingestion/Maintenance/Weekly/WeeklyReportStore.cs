using System.Text.Json;
using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Maintenance.Weekly;

/// <summary>A report that was made.</summary>
public sealed class WeeklyReport
{
    /// <summary>Its Monday.</summary>
    public DateOnly Week { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>Null: it has not been mailed.</summary>
    public DateTime? MailedAt { get; set; }

    public string? MailTo { get; set; }

    public int MailAttempts { get; set; }

    public string? MailError { get; set; }
}

/// <summary>Keeps the reports: their figures, and the page that was sent.</summary>
public sealed class WeeklyReportStore(HubDatabase hub)
{
    private const string Columns = "week, created_at, mailed_at, mail_to, mail_attempts, mail_error";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<IReadOnlyList<WeeklyReport>> ListAsync(int limit, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return (await connection.QueryAsync<WeeklyReport>(new CommandDefinition(
            $"SELECT {Columns} FROM weekly_report ORDER BY week DESC LIMIT @limit", new { limit }, cancellationToken: ct))).AsList();
    }

    public async Task<WeeklyReport?> FindAsync(DateOnly week, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<WeeklyReport>(new CommandDefinition(
            $"SELECT {Columns} FROM weekly_report WHERE week = @week", new { week }, cancellationToken: ct));
    }

    /// <summary>The report as it was made; null: there is none.</summary>
    public async Task<(ReportDocument Document, string Html)?> ReadAsync(DateOnly week, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<(string? Data, string? Html)>(new CommandDefinition(
            "SELECT data -> 'document', html FROM weekly_report WHERE week = @week", new { week }, cancellationToken: ct));
        return row.Data is null ? null : (JsonSerializer.Deserialize<ReportDocument>(row.Data, Json)!, row.Html!);
    }

    /// <returns>False: there is one already; it stays.</returns>
    public async Task<bool> AddAsync(DateOnly week, WeeklyFigures figures, ReportDocument document, string html, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO weekly_report (week, data, html) VALUES (@week, @data::jsonb, @html) ON CONFLICT DO NOTHING",
            new { week, data = JsonSerializer.Serialize(new { figures, document }, Json), html },
            cancellationToken: ct)) == 1;
    }

    /// <param name="error">Null: it was sent.</param>
    public async Task NoteMailAsync(DateOnly week, string recipients, string? error, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE weekly_report SET mail_attempts = mail_attempts + 1, mail_to = @recipients, mail_error = @error,
                   mailed_at = CASE WHEN @error::text IS NULL THEN clock_timestamp() END
             WHERE week = @week
            """,
            new { week, recipients, error },
            cancellationToken: ct));
    }
}
