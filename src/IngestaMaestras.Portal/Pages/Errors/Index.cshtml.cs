using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Errors;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Errors;

/// <summary>Errores: the rows of <c>error_log</c>, those of the latest date that has any unless told otherwise.</summary>
public sealed class IndexModel(ErrorQueries errors, LayoutStore layouts, BusinessCalendar calendar, TimeProvider time)
    : ErrorListPage(layouts)
{
    public const string OldestFirst = "antiguos";

    private const int PageSize = 50;

    /// <summary>Where counting stops; the page says so.</summary>
    private const int CountLimit = 10_000;

    [BindProperty(SupportsGet = true, Name = "antes")]
    public string? After { get; set; }

    public ErrorPage Rows { get; private set; } = null!;

    public CappedCount Total { get; private set; } = null!;

    /// <summary>The preview of marking what the filter shows as resolved.</summary>
    public string ResolvePath => Address.At(
        HttpContext, Operations.OperationRequest.Path, ("accion", OperationKinds.ResolveErrors), ("antes", null), ("orden", null), ("estado", null),
        ("fecha", null), ("desde", Show.Iso(From)), ("hasta", Show.Iso(To)), ("volver", Address.Current(HttpContext)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var after = ErrorCursor.TryParse(After);
        if (after is null && !string.IsNullOrEmpty(After))
        {
            return Refuse(T("Error.BadValue", FileText.Visible(After), "antes"));
        }

        if (await PrepareAsync(ct) is { } refusal)
        {
            return refusal;
        }

        Rows = await errors.ListAsync(Filter, OrderOf(Order), after, PageSize, ct);
        Total = await errors.CountAsync(Filter, CountLimit, ct);
        return Page();
    }

    /// <summary>All rows of the filter, whatever page is shown.</summary>
    public async Task<IActionResult> OnGetCsvAsync([FromServices] IServiceProvider services, CancellationToken ct) =>
        await PrepareAsync(ct)
        ?? ErrorCsv.Of(errors.StreamAsync(Filter, OrderOf(Order), ct), services.GetRequiredService<Show>());

    internal static ErrorOrder OrderOf(string? order) => order == OldestFirst ? ErrorOrder.OldestFirst : ErrorOrder.NewestFirst;

    private async Task<IActionResult?> PrepareAsync(CancellationToken ct)
    {
        ReadDates();
        if (!HasDates && RunId is null && FileId is null)
        {
            From = To = await errors.FindLatestDateAsync(ct) ?? calendar.LatestDue(time.GetUtcNow());
        }

        return RefuseNonsense([OldestFirst]);
    }
}
