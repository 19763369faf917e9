using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>Ejecuciones: every run, the latest first.</summary>
public sealed class IndexModel(RunQueries runs) : PortalPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "desde")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "hasta")]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true, Name = "estado")]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true, Name = "origen")]
    public string? Trigger { get; set; }

    [BindProperty(SupportsGet = true, Name = "antes")]
    public long? Before { get; set; }

    public Page<RunItem> Runs { get; private set; } = null!;

    public bool IsFiltered => From is not null || To is not null || !string.IsNullOrEmpty(Status) || !string.IsNullOrEmpty(Trigger);

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    /// <summary>The part that renews itself.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        return Partial("_RunList", this);
    }

    private async Task ReadAsync(CancellationToken ct) =>
        Runs = await runs.ListAsync(new RunFilter(From, To, Blank(Status), Blank(Trigger)), Before, PageSize, ct);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
