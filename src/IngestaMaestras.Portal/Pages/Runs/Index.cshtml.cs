using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;
using PageOf = IngestaMaestras.Ingestion.Queries.Page;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>Ejecuciones: every run, the latest first unless another order is asked for.</summary>
public sealed class IndexModel(RunQueries runs, Func<LayoutSet> layouts) : PortalPage
{
    public static readonly IReadOnlyList<string> FilterNames = ["desde", "hasta", "estado", "origen", "maestra", "por", "orden"];

    private const int PageSize = 50;
    private const int ExportSize = 1_000;

    /// <summary>Orders as addresses have them.</summary>
    public static IReadOnlyList<(string Code, RunOrder Order)> Orders { get; } =
        [("recientes", RunOrder.Newest), ("antiguas", RunOrder.Oldest), ("fecha", RunOrder.BusinessDate)];

    [BindProperty(SupportsGet = true, Name = "desde")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "hasta")]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true, Name = "estado")]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true, Name = "origen")]
    public string? Trigger { get; set; }

    [BindProperty(SupportsGet = true, Name = "maestra")]
    public string? Maestra { get; set; }

    [BindProperty(SupportsGet = true, Name = "por")]
    public string? RequestedBy { get; set; }

    [BindProperty(SupportsGet = true, Name = "orden")]
    public string? Order { get; set; }

    [BindProperty(SupportsGet = true, Name = "antes")]
    public string? After { get; set; }

    public Page<RunItem> Runs { get; private set; } = null!;

    public IReadOnlyList<string> Masters => [.. layouts().All.Select(l => l.Maestra)];

    public IReadOnlyList<string> Requesters { get; private set; } = [];

    public bool IsFiltered => From is not null || To is not null || Filter() is not (_, _, null, null, null, null);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is { } problem)
        {
            return problem;
        }

        Requesters = await runs.ListRequestersAsync(ct);
        return Page();
    }

    /// <summary>The part that renews itself.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct) => await ReadAsync(ct) ?? Partial("_RunList", this);

    /// <summary>Every run of the filter, for Excel.</summary>
    public IActionResult OnGetCsv([FromServices] IServiceProvider services, CancellationToken ct) => FindOrder() is { } order
        ? RunCsv.Of(
            PageOf.StreamAsync<RunItem>(next => runs.ListAsync(Filter(), order, RunCursor.TryParse(next), ExportSize, ct)),
            services.GetRequiredService<Show>())
        : Refuse(T("Error.BadValue", FileText.Visible(Order), "orden"));

    /// <returns>What is wrong with the address; null: nothing.</returns>
    private async Task<IActionResult?> ReadAsync(CancellationToken ct)
    {
        var after = RunCursor.TryParse(After);
        if (FindOrder() is not { } order)
        {
            return Refuse(T("Error.BadValue", FileText.Visible(Order), "orden"));
        }

        if (after is null && !string.IsNullOrEmpty(After))
        {
            return Refuse(T("Error.BadValue", FileText.Visible(After), "antes"));
        }

        Runs = await runs.ListAsync(Filter(), order, after, PageSize, ct);
        return null;
    }

    /// <summary>Null when the address names an order that there is not.</summary>
    private RunOrder? FindOrder() =>
        string.IsNullOrEmpty(Order) ? Orders[0].Order : Orders.Where(o => o.Code == Order).Select(o => (RunOrder?)o.Order).FirstOrDefault();

    private RunFilter Filter() => new(From, To, Blank(Status), Blank(Trigger), Blank(Maestra)?.ToUpperInvariant(), Blank(RequestedBy));
}
