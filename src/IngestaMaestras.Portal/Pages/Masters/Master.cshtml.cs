using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;
using PageOf = IngestaMaestras.Ingestion.Queries.Page;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>One master: how its loads went, its layout, its rows and their latest changes.</summary>
public sealed class MasterModel(
    MasterCatalog catalog, HubRowQueries rows, MasterQueries queries, DeliveryStatus deliveries, Func<LayoutSet> layouts) : PortalPage
{
    private const int PageSize = 50;
    private const int ExportSize = 1_000;
    private const int MaxSearch = 200;

    /// <summary>Views as addresses have them; the first is what is shown unless another is asked for.</summary>
    public static IReadOnlyList<string> Views { get; } = ["resumen", "layout", RowsView, "cambios"];

    /// <summary>The view that can be searched, and what an address says of the search.</summary>
    public const string RowsView = "filas";
    public static readonly IReadOnlyList<string> RowFilterNames = ["clave", "texto"];

    [BindProperty(SupportsGet = true, Name = "maestra")]
    public string Maestra { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "vista")]
    public string? ViewName { get; set; }

    [BindProperty(SupportsGet = true, Name = "clave")]
    public string? Key { get; set; }

    [BindProperty(SupportsGet = true, Name = "texto")]
    public string? Text { get; set; }

    /// <summary>Where the page of rows or of changes begins.</summary>
    [BindProperty(SupportsGet = true, Name = "antes")]
    public string? After { get; set; }

    public MasterItem Item { get; private set; } = null!;

    /// <summary>Null: there are loads of it, but no layout any more.</summary>
    public Layout? Layout { get; private set; }

    public LayoutSet Layouts => layouts();

    public string View => string.IsNullOrEmpty(ViewName) ? Views[0] : ViewName;

    public IReadOnlyList<MasterDay> Days { get; private set; } = [];

    public IReadOnlyList<LayoutVersion> Versions { get; private set; } = [];

    public IReadOnlyList<DeliveryItem> Deliveries { get; private set; } = [];

    public PauseItem? Pause { get; private set; }

    /// <summary>Null: the master has no table yet.</summary>
    public HubRows? Rows { get; private set; }

    public bool IsSearch => !string.IsNullOrWhiteSpace(Key) || !string.IsNullOrWhiteSpace(Text);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Views.Contains(View))
        {
            return Refuse(T("Error.BadValue", FileText.Visible(ViewName), "vista"));
        }

        if (RefuseOddText() is { } refusal)
        {
            return refusal;
        }

        if (await catalog.FindAsync(Maestra.ToUpperInvariant(), ct) is not { } item)
        {
            return Missing(T("Masters.Unknown", FileText.Visible(Maestra)));
        }

        Item = item;
        Maestra = item.Maestra;
        Layout = layouts().Find(item.Maestra);
        Pause = (await queries.ListPausesAsync(ct)).FirstOrDefault(p => string.Equals(p.Scope, item.Maestra, StringComparison.OrdinalIgnoreCase));
        return await ReadViewAsync(ct) ?? Page();
    }

    /// <summary>The rows that are searched for, for Excel.</summary>
    public async Task<IActionResult> OnGetCsvAsync([FromServices] IServiceProvider services, CancellationToken ct)
    {
        if (RefuseOddText() is { } refusal)
        {
            return refusal;
        }

        HubRowSearch search = new(Blank(Key), Blank(Text));
        if (layouts().Find(Maestra) is not { } layout || await rows.ListAsync(layout, search, null, ExportSize, ct) is not { } first)
        {
            return Missing(T("Masters.Unknown", FileText.Visible(Maestra)));
        }

        return HubRowCsv.Of(
            layout.Maestra, first.Columns,
            PageOf.StreamAsync<HubRow>(async next =>
            {
                var page = next is null ? first : await rows.ListAsync(layout, search, next, ExportSize, ct);
                return new Page<HubRow>(page?.Rows ?? [], page?.Next);
            }),
            services.GetRequiredService<Show>());
    }

    /// <summary>Every row of the table and every deleted key that is still known, the latest change first, for Excel.</summary>
    public async Task<IActionResult> OnGetChangesCsvAsync([FromServices] IServiceProvider services, CancellationToken ct)
    {
        if (RefuseOddText() is { } refusal)
        {
            return refusal;
        }

        if (layouts().Find(Maestra) is not { } layout || await catalog.FindAsync(layout.Maestra, ct) is not { } item
            || await rows.ListChangesAsync(layout, item.LastVersion, null, ExportSize, ct) is not { } first)
        {
            return Missing(T("Masters.Unknown", FileText.Visible(Maestra)));
        }

        return HubRowCsv.OfChanges(
            layout.Maestra, first.Columns,
            PageOf.StreamAsync<HubRow>(async next =>
            {
                var page = next is null ? first
                    : await rows.ListChangesAsync(layout, item.LastVersion, long.Parse(next, CultureInfo.InvariantCulture), ExportSize, ct);
                return new Page<HubRow>(page?.Rows ?? [], page?.Next);
            }),
            services.GetRequiredService<Show>());
    }

    /// <summary>Text that no row can hold, or that nobody types; null: all is well.</summary>
    private IActionResult? RefuseOddText() =>
        new[] { Maestra, Key, Text, After }.FirstOrDefault(v => v?.Contains('\0', StringComparison.Ordinal) == true || v?.Length > MaxSearch) is { } odd
            ? Refuse(T("Masters.BadSearch", MaxSearch, FileText.Visible(odd.Length > MaxSearch ? odd[..MaxSearch] : odd)))
            : null;

    private async Task<IActionResult?> ReadViewAsync(CancellationToken ct)
    {
        switch (View)
        {
            case "resumen":
                Days = await catalog.ListDaysAsync(Maestra, ct);
                Deliveries = await deliveries.ListAsync(null, Maestra, ct);
                break;
            case "layout":
                Versions = await catalog.ListVersionsAsync(Maestra, ct);
                break;
            case RowsView when Layout is not null:
                Rows = await rows.ListAsync(Layout, new HubRowSearch(Blank(Key), Blank(Text)), string.IsNullOrEmpty(After) ? null : After, PageSize, ct);
                break;
            case "cambios" when Layout is not null:
                long? before = null;
                if (!string.IsNullOrEmpty(After))
                {
                    if (!long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
                    {
                        return Refuse(T("Error.BadValue", FileText.Visible(After), "antes"));
                    }

                    before = version;
                }

                Rows = await rows.ListChangesAsync(Layout, Item.LastVersion, before, PageSize, ct);
                break;
        }

        return null;
    }
}
