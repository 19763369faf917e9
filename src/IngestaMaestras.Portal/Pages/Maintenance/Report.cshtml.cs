using System.Globalization;
using System.Text;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Maintenance.Weekly;
using IngestaMaestras.Portal.Maintenance;
using IngestaMaestras.Portal.Observability.Alerts;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Maintenance;

/// <summary>One weekly report as it was made, or the last seven days as they are now.</summary>
public sealed class ReportModel(IServiceProvider services, WeeklyReportStore store, AlertOptions alerts, BusinessCalendar calendar, TimeProvider time) : PortalPage
{
    /// <summary>In the place of a week: the last seven days, today included; nothing is kept of it.</summary>
    public const string Now = "ahora";

    private const int Days = 7;

    [BindProperty(SupportsGet = true, Name = "semana")]
    public string? Week { get; set; }

    public ReportDocument Document { get; private set; } = null!;

    private string _html = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ?? Page();

    public async Task<IActionResult> OnGetHtmlAsync(CancellationToken ct) =>
        await LoadAsync(ct) ?? File(Encoding.UTF8.GetBytes(_html), "application/octet-stream", $"{Name}.html");

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct) => await LoadAsync(ct)
        ?? new CsvResult(Name, [T("Maintenance.Section"), T("Maintenance.Mark")], ReportFiles.Lines(Document).ToAsyncEnumerable());

    private string Name => $"{T("Maintenance.ReportFile")}-{Week}";

    /// <returns>Null: it is there.</returns>
    private async Task<IActionResult?> LoadAsync(CancellationToken ct)
    {
        if (Week == Now)
        {
            var from = calendar.LocalDate(time.GetUtcNow()).AddDays(1 - Days);
            Document = (await services.GetRequiredService<WeeklyReports>().MakeAsync(from, ct)).Document;
            _html = ReportFiles.Html(Document, alerts.PortalUrl);
            return null;
        }

        if (!DateOnly.TryParseExact(Week, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var week)
            || await store.ReadAsync(week, ct) is not { } report)
        {
            return Missing(T("Maintenance.UnknownReport", FileText.Visible(Week)));
        }

        (Document, _html) = report;
        return null;
    }
}
