using System.Globalization;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;
using PageOf = IngestaMaestras.Ingestion.Queries.Page;

namespace IngestaMaestras.Portal.Pages.Dates;

/// <summary>Fechas: how each business date stands, and the way to mend those that failed.</summary>
public sealed class IndexModel(DateOutcomes dates, FileOperations operations, AcceptOperations accept, BusinessCalendar calendar, TimeProvider time) : PortalPage
{
    private const int PageSize = 60;
    private const string Here = "/fechas";

    /// <summary>Opens one date, and starts the list with it.</summary>
    [BindProperty(SupportsGet = true, Name = "hasta")]
    public DateOnly? Until { get; set; }

    [BindProperty(SupportsGet = true, Name = "antes")]
    public DateOnly? Before { get; set; }

    /// <summary>The month of the calendar, as <c>2026-11</c>; otherwise that of the date that is open, or the latest.</summary>
    [BindProperty(SupportsGet = true, Name = "mes")]
    public string? MonthText { get; set; }

    public MonthOutcomes Month { get; private set; } = null!;

    public Page<DateOutcome> Dates { get; private set; } = null!;

    public DateOnly LatestDue => calendar.LatestDue(time.GetUtcNow());

    public bool AnyFailed => Dates.Items.Any(d => d.FailedFiles.Any());

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (RefuseMonth() is { } refusal)
        {
            return refusal;
        }

        var latest = calendar.LatestDue(time.GetUtcNow());
        var month = MonthOutcomes.TryParse(MonthText) ?? Until ?? await dates.FindLatestDateAsync(ct) ?? latest;
        Month = new MonthOutcomes(await dates.ReadAsync(MonthOutcomes.DatesOf(month), ct), latest);
        Dates = await dates.ListAsync(Before ?? End, PageSize, ct);
        return Page();
    }

    /// <summary>Every date of the list, whatever its page, with its masters and files, for Excel.</summary>
    public IActionResult OnGetCsv([FromServices] IServiceProvider services, CancellationToken ct) =>
        RefuseMonth() ?? DateCsv.Of(
            PageOf.StreamAsync<DateOutcome>(next => dates.ListAsync(
                next is null ? End : DateOnly.ParseExact(next, "O", CultureInfo.InvariantCulture), PageSize, ct)),
            services.GetRequiredService<Show>());

    /// <summary>The day after the list's first date; null: it begins with the latest. With a month alone, it begins with that month's end.</summary>
    private DateOnly? End =>
        (Until ?? MonthOutcomes.TryParse(MonthText)?.AddMonths(1).AddDays(-1)) is { } until && until < DateOnly.MaxValue ? until.AddDays(1) : null;

    private IActionResult? RefuseMonth() => string.IsNullOrEmpty(MonthText) || MonthOutcomes.TryParse(MonthText) is not null
        ? null
        : Refuse(T("Error.BadValue", FileText.Visible(MonthText), "mes"));

    /// <summary>What a date holds, when it is opened in place.</summary>
    public async Task<IActionResult> OnGetDetailAsync([FromQuery(Name = "fecha")] DateOnly date, CancellationToken ct) =>
        Partial("_DateDetail", (await dates.ReadAsync([date], ct))[0]);

    /// <summary>Takes what failed or did not come on a date as it is.</summary>
    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostAcceptAsync(
        [FromForm(Name = "fecha")] DateOnly date, [FromForm(Name = "motivo")] string? reason, CancellationToken ct) =>
        Back(await accept.AcceptDateAsync(date, Clean(reason), UserName, ct), Here);

    /// <summary>Writes down an incident of a date.</summary>
    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostNoteAsync(
        [FromServices] NoteOperations notes, [FromForm(Name = "fecha")] DateOnly date, [FromForm(Name = "nota")] string? note,
        [FromForm(Name = "ticket")] string? ticket, [FromForm(Name = "causa")] string? rootCause, CancellationToken ct) =>
        Back(await notes.AddAsync(date, Blank(note), Blank(ticket), Blank(rootCause), UserName, ct), Here);

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostWithdrawAsync([FromForm(Name = "aceptacion")] long acceptanceId, CancellationToken ct) =>
        Back(await accept.WithdrawAsync(acceptanceId, UserName, ct), Here);

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostReprocessAsync(
        [FromForm(Name = "fechas")] DateOnly[] chosen, [FromForm(Name = "motivo")] string? reason, CancellationToken ct)
    {
        if (chosen.Length == 0)
        {
            return Back(new OperationResult(false, T("Dates.NothingSelected")), Here);
        }

        if (chosen.Length > PageSize)
        {
            return Refuse(T("Dates.TooMany", PageSize));
        }

        var outcomes = await dates.ReadAsync([.. chosen.Distinct().Order()], ct);
        List<OperationResult> results =
        [
            .. outcomes.Where(d => !d.FailedFiles.Any())
                .Select(d => new OperationResult(false, T("Dates.NothingFailed", Show.DateText(d.Date)))),
        ];
        long[] files = [.. outcomes.SelectMany(d => d.FailedFiles).Select(f => f.FileId)];
        if (files.Length > 0)
        {
            results.AddRange(await operations.ReprocessAsync(files, UserName, Clean(reason), ct));
        }

        return Back(results, Here);
    }
}
