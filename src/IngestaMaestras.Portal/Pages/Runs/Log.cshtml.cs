using System.Globalization;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;
using PageOf = IngestaMaestras.Ingestion.Queries.Page;

namespace IngestaMaestras.Portal.Pages.Runs;

/// <summary>What a run said, line by line: of the whole run, of a file, of a step, of an attempt.</summary>
public sealed class LogModel(RunQueries runs, LogQueries log, DeliveryTargets targets) : PortalPage
{
    private const int PageSize = 200;
    private const int ExportSize = 2_000;

    /// <summary>htmx swaps the answer in and asks no more.</summary>
    private const int StopPolling = 286;

    [BindProperty(SupportsGet = true, Name = "id")]
    public long Id { get; set; }

    [BindProperty(SupportsGet = true, Name = "nivel")]
    public string? Level { get; set; }

    [BindProperty(SupportsGet = true, Name = "archivo")]
    public long? FileId { get; set; }

    [BindProperty(SupportsGet = true, Name = "paso")]
    public string? Step { get; set; }

    [BindProperty(SupportsGet = true, Name = "intento")]
    public int? Attempt { get; set; }

    [BindProperty(SupportsGet = true, Name = "antes")]
    public long? Before { get; set; }

    [BindProperty(SupportsGet = true, Name = "despues")]
    public long? After { get; set; }

    [BindProperty(SupportsGet = true, Name = "linea")]
    public long? LineId { get; set; }

    public RunDetail Detail { get; private set; } = null!;

    public LogPage Lines { get; private set; } = null!;

    public bool IsFiltered => !string.IsNullOrEmpty(Level) || FileId is not null || !string.IsNullOrEmpty(Step) || Attempt is not null;

    /// <summary>The end of the log is on this page and may still grow.</summary>
    public bool IsLive => Before is null && After is null && LineId is null && RunModel.MayChange(Detail);

    /// <summary>Code and name of each step that a file may have.</summary>
    public IReadOnlyList<(string Code, string Label)> Steps =>
    [
        .. Enum.GetValues<StepName>().Where(s => s != StepName.Archive).Select(s => (s.Code(), StateLabels.Of(s))),
        .. targets.All.Select(t => ($"deliver-{t.Name}", t.Title)),
        (StepName.Archive.Code(), StateLabels.Of(StepName.Archive)),
    ];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ReadAsync(ct) ?? Page();

    /// <summary>The part that renews itself.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is { } problem)
        {
            return problem;
        }

        Response.StatusCode = IsLive ? StatusCodes.Status200OK : StopPolling;
        return Partial("_LogLive", this);
    }

    /// <summary>Every line of the filter, for Excel.</summary>
    public async Task<IActionResult> OnGetCsvAsync([FromServices] IServiceProvider services, CancellationToken ct)
    {
        if (await runs.FindAsync(Id, ct) is null)
        {
            return Missing(T("Runs.Unknown", Id));
        }

        return RefuseLevel() ?? LogCsv.Of(
            Id,
            PageOf.StreamAsync<LogItem>(async next =>
            {
                var page = await log.ListAfterAsync(Filter, long.Parse(next ?? "0", CultureInfo.InvariantCulture), ExportSize, ct);
                return new Page<LogItem>(page.Items, page.HasNewer ? page.Items[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
            }),
            services.GetRequiredService<Show>());
    }

    public string AddressOf(LogItem line)
    {
        var id = line.Id.ToString(CultureInfo.InvariantCulture);
        return Address.With(HttpContext, ("linea", id), ("antes", null), ("despues", null)) + $"#l{id}";
    }

    /// <returns>What is wrong with the address; null: nothing.</returns>
    private async Task<IActionResult?> ReadAsync(CancellationToken ct)
    {
        if (await runs.FindAsync(Id, ct) is not { } detail)
        {
            return Missing(T("Runs.Unknown", Id));
        }

        if (RefuseLevel() is { } refusal)
        {
            return refusal;
        }

        Detail = detail;
        var filter = Filter;
        Lines = (LineId, Before, After) switch
        {
            ({ } line, _, _) => await log.ListAroundAsync(filter, line, PageSize, ct),
            (_, { } before, _) => await log.ListBeforeAsync(filter, before, PageSize, ct),
            (_, _, { } after) => await log.ListAfterAsync(filter, after, PageSize, ct),
            _ => await log.ListLatestAsync(filter, PageSize, ct),
        };
        return null;
    }

    private LogFilter Filter => new(Id, string.IsNullOrEmpty(Level) ? null : Level, FileId, string.IsNullOrEmpty(Step) ? null : Step, Attempt);

    /// <summary>A refusal of a level that there is not; null: all is well.</summary>
    private IActionResult? RefuseLevel() =>
        string.IsNullOrEmpty(Level) || LogQueries.Levels.Contains(Level) ? null : Refuse(T("RunDetail.BadLevel", FileText.Visible(Level)));
}
