using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>Archivos: what lies in each folder, and the way back to input.</summary>
public sealed class IndexModel(
    FileQueries files, FileOperations operations, LayoutStore layouts, BusinessCalendar calendar, TimeProvider time) : PortalPage
{
    /// <summary>Everything that an address may carry for the list.</summary>
    public static readonly IReadOnlyList<string> FilterNames = ["carpeta", "desde", "hasta", "maestra", "resultado", "texto", "orden"];

    public const string OldestFirst = "antiguos";

    private const int PageSize = 50;
    private const int CountLimit = 999;

    /// <summary>More than any page offers: a longer list was not made by a page.</summary>
    private const int MaxSelected = 1_000;

    [BindProperty(SupportsGet = true, Name = "carpeta")]
    public string? Folder { get; set; }

    [BindProperty(SupportsGet = true, Name = "desde")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "hasta")]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true, Name = "maestra")]
    public string? Maestra { get; set; }

    [BindProperty(SupportsGet = true, Name = "resultado")]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true, Name = "texto")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true, Name = "orden")]
    public string? Order { get; set; }

    [BindProperty(SupportsGet = true, Name = "antes")]
    public string? After { get; set; }

    public FileLocation Location { get; private set; } = FileLocation.Error;

    public FilePage Files { get; private set; } = null!;

    public IReadOnlyDictionary<FileLocation, CappedCount> Counts { get; private set; } = new Dictionary<FileLocation, CappedCount>();

    /// <summary>Files of the folder that the filter lets through, on whatever page.</summary>
    public CappedCount Matching { get; private set; } = CappedCount.Of(0, 0);

    /// <summary>The filter as an address carries it, without the folder and the order.</summary>
    public IEnumerable<(string Name, string Value)> FilterValues =>
        new[] { ("desde", Show.Iso(From)), ("hasta", Show.Iso(To)), ("maestra", Blank(Maestra)), ("resultado", Status), ("texto", Blank(Text)) }
            .Where(v => !string.IsNullOrEmpty(v.Item2)).Select(v => (v.Item1, v.Item2!));

    public DateOnly LatestDue => calendar.LatestDue(time.GetUtcNow());

    /// <summary>Rejects files stand under the file whose lines they are; strangers at the end.</summary>
    public IEnumerable<FileItem> InOrder
    {
        get
        {
            var rejects = Files.WithoutRow.ToLookup(f => f.OriginFileId ?? 0);
            var shown = Files.Files.Select(f => f.FileId).ToHashSet();
            return Files.Files.SelectMany(f => rejects[f.FileId].Prepend(f))
                .Concat(Files.WithoutRow.Where(f => !shown.Contains(f.OriginFileId ?? 0)));
        }
    }

    /// <summary>Files can be sent back from where they were archived.</summary>
    public bool CanSendBack => (Location is FileLocation.Error or FileLocation.Processed or FileLocation.Archived) && User.May(Permission.Act);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var after = FileCursor.TryParse(After);
        if (after is null && !string.IsNullOrEmpty(After))
        {
            return Refuse(T("Error.BadValue", FileText.Visible(After), "antes"));
        }

        if (RefuseFilter() is { } refusal)
        {
            return refusal;
        }

        // What lies in input counts from the moment that it lies there, known or not.
        var input = await files.ListInputAsync(ct);
        Counts = new Dictionary<FileLocation, CappedCount>(await files.CountAsync(CountLimit, ct))
        {
            [FileLocation.Input] = CappedCount.Of(input.Count, CountLimit),
        };
        Files = Location == FileLocation.Input
            ? new FilePage([.. input.Where(Filter.Matches)], [], false, null)
            : await files.ListAsync(Location, Filter, after, PageSize, ct);
        Matching = CanSendBack ? await files.CountAsync(Location, Filter, OperationPlan.MaxItems, ct) : CappedCount.Of(0, 0);
        return Page();
    }

    /// <summary>All files of the folder that have a row and that the filter lets through.</summary>
    public IActionResult OnGetCsv([FromServices] IServiceProvider services, CancellationToken ct) =>
        RefuseFilter() ?? FileCsv.Of(files.StreamAsync(Location, Filter, ct), NameOf(Location), services.GetRequiredService<Show>());

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostReprocessAsync(
        [FromForm(Name = "ids")] long[] ids, [FromForm(Name = "motivo")] string? reason, CancellationToken ct) =>
        RefuseSelection(ids) ?? Back(await operations.ReprocessAsync([.. ids.Distinct()], UserName, Clean(reason), ct), Here);

    public static string NameOf(FileLocation location) => DataFolders.Code(location);

    public IReadOnlyList<Layout> Masters => layouts.Current.All;

    public bool IsFiltered => From is not null || To is not null || !string.IsNullOrWhiteSpace(Maestra + Status + Text);

    public static IReadOnlyList<FileStatus> Statuses { get; } = Enum.GetValues<FileStatus>();

    private FileFilter Filter => new()
    {
        From = From,
        To = To,
        Maestra = string.IsNullOrWhiteSpace(Maestra) ? null : Maestra.Trim(),
        Status = string.IsNullOrEmpty(Status) ? null : Status,
        Text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
        IsOldestFirst = Order == OldestFirst,
    };

    /// <summary>Reads the folder; a refusal of values that no form offers, or null when all is well.</summary>
    private IActionResult? RefuseFilter()
    {
        if (FindLocation(Folder) is not { } location)
        {
            return Missing(T("Files.UnknownFolder", FileText.Visible(Folder)));
        }

        Location = location;
        if (!string.IsNullOrEmpty(Status) && Statuses.All(s => s.Code() != Status))
        {
            return Refuse(T("Error.BadValue", FileText.Visible(Status), "resultado"));
        }

        return Order is null or "" or OldestFirst ? null : Refuse(T("Error.BadValue", FileText.Visible(Order), "orden"));
    }

    private string Here => Address.Of("/archivos", ("carpeta", NameOf(FindLocation(Folder) ?? FileLocation.Error)));

    /// <summary>The folder that an address names; error's when it names none, since that is where work waits.</summary>
    private static FileLocation? FindLocation(string? folder) => string.IsNullOrEmpty(folder)
        ? FileLocation.Error
        : Enum.GetValues<FileLocation>().Where(l => DataFolders.Code(l) == folder).Select(l => (FileLocation?)l).FirstOrDefault();

    private IActionResult? RefuseSelection(long[] ids) => ids.Length switch
    {
        0 => Back(new OperationResult(false, T("Files.NothingSelected")), Here),
        > MaxSelected => Refuse(T("Files.TooManySelected", MaxSelected)),
        _ => null,
    };
}
