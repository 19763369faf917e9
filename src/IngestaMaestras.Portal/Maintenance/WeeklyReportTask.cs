using System.Globalization;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Maintenance.Weekly;
using IngestaMaestras.Portal.Observability.Alerts;
using MimeKit;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>
/// Makes the report of the last whole week when there is none yet, and mails it when that is configured, again and again for
/// a week until it is out.
/// </summary>
internal sealed class WeeklyReportTask(
    WeeklyReports reports, WeeklyReportStore store, MailSender mail, AlertOptions alerts, MaintenanceOptions options, BusinessCalendar calendar, TimeProvider time)
    : IMaintenanceTask
{
    private const int Days = 7;

    public string Name => "informe-semanal";

    public string? Schedule => options.ReportSchedule;

    public bool IsFrequent => true;

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        // A job has no visitor whose language it would speak.
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (ReportLanguage.Culture, ReportLanguage.Culture);
        var week = MondayOf(calendar.LocalDate(time.GetUtcNow())).AddDays(-Days);
        var isNew = false;
        if (await store.FindAsync(week, ct) is null)
        {
            var (figures, document) = await reports.MakeAsync(week, ct);
            isNew = await store.AddAsync(week, figures, document, ReportFiles.Html(document, alerts.PortalUrl), ct);
        }

        var isSent = mail.IsConfigured && await SendAsync(week, ct);
        var message = T(isNew ? "Reports.Made" : "Reports.MadeBefore", week) + (isSent ? " " + T("Reports.Sent", mail.Recipients) : "");
        return new MaintenanceResult(isNew || isSent ? 1 : 0, message, new { week, isNew, isSent });
    }

    /// <returns>Whether it was sent now.</returns>
    /// <exception cref="AlertNotSentException">It was not: the next time tries again.</exception>
    private async Task<bool> SendAsync(DateOnly week, CancellationToken ct)
    {
        if (await store.FindAsync(week, ct) is not { MailedAt: null } || await store.ReadAsync(week, ct) is not { } report)
        {
            return false;
        }

        try
        {
            BodyBuilder body = new() { HtmlBody = report.Html, TextBody = ReportFiles.Text(report.Document) };
            await mail.SendAsync(report.Document.Title, body.ToMessageBody(), ct);
        }
        catch (AlertNotSentException e)
        {
            await store.NoteMailAsync(week, mail.Recipients, e.Message, ct);
            throw;
        }

        await store.NoteMailAsync(week, mail.Recipients, null, ct);
        return true;
    }

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % Days));
}
