using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Queries.Search;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Search;

/// <summary>Buscar: a file, run, date, master, key or error text, from anywhere.</summary>
public sealed class IndexModel(SearchQueries search, RunQueries runs, Func<LayoutSet> layouts) : PortalPage
{
    public const int MinLength = 2;
    private const int MaxLength = 200;

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyyMMdd", "d/M/yyyy", "d-M-yyyy"];

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    public DateOnly? Date { get; private set; }

    public RunItem? Run { get; private set; }

    public IReadOnlyList<Layout> Masters { get; private set; } = [];

    public IReadOnlyList<SearchHit> Files { get; private set; } = [];

    public IReadOnlyList<SearchHit> Keys { get; private set; } = [];

    public IReadOnlyList<SearchHit> Errors { get; private set; } = [];

    /// <summary>The last nights have more errors than were looked at.</summary>
    public bool IsCut { get; private set; }

    public bool IsEmpty => Date is null && Run is null && Masters.Count + Files.Count + Keys.Count + Errors.Count == 0;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Text = Text?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, MaxLength)] : null;
        if (Text is null)
        {
            return;
        }

        Date = DateOnly.TryParseExact(Text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
        Run = long.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? (await runs.FindAsync(id, ct))?.Run : null;
        Keys = await search.FindKeysAsync(Text, ct);
        if (Text.Length >= MinLength)
        {
            Masters = [.. layouts().All.Where(l => l.Maestra.StartsWith(Text, StringComparison.OrdinalIgnoreCase)).Take(SearchQueries.Limit)];
            Files = await search.FindFilesAsync(Text, ct);
            (Errors, IsCut) = await search.FindErrorsAsync(Text, ct);
        }
    }
}
