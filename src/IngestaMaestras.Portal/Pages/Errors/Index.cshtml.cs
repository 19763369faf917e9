using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Errors;

/// <summary>Errores: <c>error_log</c> of a date, of a run or of a file, newest first.</summary>
public sealed class IndexModel(ErrorQueries errors, LayoutStore layouts, BusinessCalendar calendar, TimeProvider time) : PortalPage
{
    private const int PageSize = 50;

    /// <summary>Where counting stops; the page says so.</summary>
    private const int CountLimit = 10_000;

    [BindProperty(SupportsGet = true, Name = "fecha")]
    public DateOnly? Date { get; set; }

    [BindProperty(SupportsGet = true, Name = "maestra")]
    public string? Maestra { get; set; }

    [BindProperty(SupportsGet = true, Name = "tipo")]
    public string? Type { get; set; }

    [BindProperty(SupportsGet = true, Name = "severidad")]
    public string? Severity { get; set; }

    [BindProperty(SupportsGet = true, Name = "texto")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "ejecucion")]
    public long? RunId { get; set; }

    [BindProperty(SupportsGet = true, Name = "archivo")]
    public long? FileId { get; set; }

    [BindProperty(SupportsGet = true, Name = "pendientes")]
    public bool OnlyOpen { get; set; }

    [BindProperty(SupportsGet = true, Name = "antes")]
    public string? After { get; set; }

    public Page<ErrorItem> Rows { get; private set; } = null!;

    public CappedCount Total { get; private set; } = null!;

    public IReadOnlyList<Layout> Masters => layouts.Current.All;

    /// <summary>More than the date is asked for.</summary>
    public bool IsFiltered => OnlyOpen || RunId is not null || FileId is not null
        || !string.IsNullOrWhiteSpace(Maestra + Type + Severity + Text);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var after = ErrorCursor.TryParse(After);
        if (after is null && !string.IsNullOrEmpty(After))
        {
            return Refuse(T("Error.BadValue", FileText.Visible(After), "antes"));
        }

        if (RunId is null && FileId is null)
        {
            Date ??= await errors.FindLatestDateAsync(ct) ?? calendar.LatestDue(time.GetUtcNow());
        }

        ErrorFilter filter = new(
            Date, Blank(Maestra), Blank(Type), Blank(Severity), Blank(Text), RunId, FileId, OnlyOpen);
        Rows = await errors.ListAsync(filter, after, PageSize, ct);
        Total = await errors.CountAsync(filter, CountLimit, ct);
        return Page();
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
