using System.Globalization;
using IngestaMaestras.Core.Corrections;
using IngestaMaestras.Ingestion.Corrections;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>
/// Corregir: a file as a grid of its layout's fields, rejected lines first. What is typed is judged by the reader that loads
/// files, line by line with script and all of it when it is sent. Edits travel in the form, from page to page of the grid.
/// </summary>
[Requires(Permission.Act)]
[RequestFormLimits(ValueCountLimit = MaxFields, KeyLengthLimit = MaxKey)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class CorrectModel(
    CorrectionSources sources, CorrectionOperations operations, ParentCheck parents, IAntiforgery antiforgery) : PortalPage
{
    /// <summary>Lines of the grid that one page shows.</summary>
    public const int PageSize = 100;

    /// <summary>Every line of the largest file with twenty fields, and what goes with it.</summary>
    private const int MaxFields = 110_000;

    private const int MaxKey = 64;

    [BindProperty(SupportsGet = true, Name = "id")]
    public long Id { get; set; }

    /// <summary>The rejects file beside it.</summary>
    [BindProperty(SupportsGet = true, Name = "rechazos")]
    public bool Rejects { get; set; }

    /// <summary>Of the grid, from 1.</summary>
    [BindProperty(SupportsGet = true, Name = "pagina")]
    public int PageNumber { get; set; } = 1;

    /// <summary>Null: it cannot be corrected here.</summary>
    public CorrectionDraft? Draft { get; private set; }

    public CorrectionSource Source => Draft!.Source;

    /// <summary>Why nothing was saved, or why the file cannot be corrected here.</summary>
    public string? Sentence { get; private set; }

    /// <summary>Saving is possible if lines that are still wrong are saved knowingly.</summary>
    public bool AsksAboutErrors { get; private set; }

    public int PageCount => Math.Max(1, (Draft!.Order.Count + PageSize - 1) / PageSize);

    public IReadOnlyList<int> Shown { get; private set; } = [];

    /// <summary>What the lines are that the form says something of.</summary>
    public string LineHashes => CorrectFields.WriteHashes(Shown.Concat(Elsewhere.Select(e => e.Key)), Source);

    /// <summary>Edits of lines that are on other pages of the grid.</summary>
    public IEnumerable<KeyValuePair<int, LineEdit>> Elsewhere => Draft!.Edits.Where(e => !Shown.Contains(e.Key));

    /// <summary>Wrong lines that are on other pages of the grid.</summary>
    public int WrongElsewhere => Draft!.WrongLines - Shown.Count(IsWrong);

    public string Token => antiforgery.GetAndStoreTokens(HttpContext).RequestToken!;

    public string At(string? handler, int? page = null, int? line = null) => Address.Of(
        $"/archivos/{Id.ToString(CultureInfo.InvariantCulture)}/corregir", ("handler", handler), ("rechazos", Rejects ? "true" : null),
        ("pagina", page is null or 1 ? null : page.Value.ToString(CultureInfo.InvariantCulture)),
        ("linea", line?.ToString(CultureInfo.InvariantCulture)),
        ("huella", line is null ? null : Source.Sha256));

    public bool IsWrong(int line) => Draft!.Problems.ContainsKey(line) || (Draft.Verdicts.TryGetValue(line, out var verdict) && !verdict.IsAccepted);

    /// <summary>How a line stands, for the cell that says so.</summary>
    public CorrectStatus StatusOf(int line) => new(
        Draft!.Editor.Fields, Draft.Verdicts.GetValueOrDefault(line), Draft.Problems.GetValueOrDefault(line) ?? [], Draft.IsRemoved(line));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var opening = await sources.OpenAsync(Id, Rejects, ct);
        return await ShowAsync(opening, new Dictionary<int, LineEdit>(), ct) ?? Page();
    }

    /// <summary>Another page of the grid, edits kept.</summary>
    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostPageAsync(
        [FromForm(Name = "huella")] string? hash, [FromForm(Name = "tamano")] long size, [FromForm(Name = "lineas")] string? lineHashes, CancellationToken ct)
    {
        var opening = await sources.OpenAsync(Id, Rejects, ct);
        if (await ShowAsync(opening, EditsFor(opening), ct) is { } refusal)
        {
            return refusal;
        }

        if (hash == Source.Sha256)
        {
            return Page();
        }

        Sentence = CorrectionOperations.DescribeChange(Source, new CorrectionForm(hash ?? "", size, 0, CorrectFields.ReadHashes(lineHashes), false));
        return Again(StatusCodes.Status409Conflict);
    }

    /// <summary>How one line stands with what is typed now: the part of the page that says so.</summary>
    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostLineAsync(
        [FromQuery(Name = "linea")] int line, [FromQuery(Name = "huella")] string? hash, CancellationToken ct)
    {
        var opening = await sources.OpenAsync(Id, Rejects, ct);
        if (opening.Source is not { } source)
        {
            return Partial("_CorrectStatus", CorrectStatus.Stale(opening.Sentence));
        }

        if (source.Sha256 != hash || line < source.FirstLine || line > source.Lines.Count)
        {
            return Partial("_CorrectStatus", CorrectStatus.Stale(T("Correct.Stale")));
        }

        var edit = CorrectFields.Read(Request.Form, source, new Dictionary<int, string>()).GetValueOrDefault(line) ?? new LineEdit(new Dictionary<int, string>(), null, false);
        var (verdict, problems) = await CorrectionDraft.JudgeLineAsync(source, line, edit, parents, ct);
        return Partial("_CorrectStatus", new CorrectStatus(new LineEditor(source.Layout).Fields, verdict, problems, edit.IsRemoved));
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostSaveAsync(
        [FromForm(Name = "huella")] string? hash, [FromForm(Name = "tamano")] long size, [FromForm(Name = "familia")] long lastRelative,
        [FromForm(Name = "lineas")] string? lineHashes, [FromForm(Name = "aun")] bool allowsErrors, CancellationToken ct)
    {
        var opening = await sources.OpenAsync(Id, Rejects, ct);
        if (await ShowAsync(opening, EditsFor(opening), ct) is { } refusal)
        {
            return refusal;
        }

        CorrectionForm form = new(hash ?? "", size, lastRelative, CorrectFields.ReadHashes(lineHashes), allowsErrors);
        var outcome = await operations.SaveAsync(Draft!, form, UserName, ct);
        if (outcome.Result.RunId is { } run)
        {
            return Back(outcome.Result, $"/ejecuciones/{run.ToString(CultureInfo.InvariantCulture)}");
        }

        Sentence = outcome.Result.Message;
        AsksAboutErrors = outcome.AsksAboutErrors;
        if (outcome.IsStale)
        {
            // Whatever was found in the way is there now: the page is made from how things are.
            opening = await sources.OpenAsync(Id, Rejects, ct);
            if (await ShowAsync(opening, EditsFor(opening), ct) is { } gone)
            {
                return gone;
            }
        }

        return Again(outcome.IsStale ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity);
    }

    private IReadOnlyDictionary<int, LineEdit> EditsFor(CorrectionOpening opening) =>
        opening.Source is { } source
            ? CorrectFields.Read(Request.Form, source, CorrectFields.ReadHashes(Request.Form["lineas"]))
            : new Dictionary<int, LineEdit>();

    /// <summary>Makes the grid; a refusal, or null when there is one.</summary>
    private async Task<IActionResult?> ShowAsync(CorrectionOpening opening, IReadOnlyDictionary<int, LineEdit> edits, CancellationToken ct)
    {
        if (opening.Source is not { } source)
        {
            Sentence = opening.Sentence;
            switch (opening.Refusal)
            {
                case CorrectionRefusal.Unknown:
                    return Missing(opening.Sentence);
                case CorrectionRefusal.Gone:
                    Problem.Tell(HttpContext, FileText.Visible(opening.Sentence));
                    return StatusCode(StatusCodes.Status410Gone);
                case CorrectionRefusal.Busy:
                    return Again(StatusCodes.Status409Conflict);
                default:
                    return Again(StatusCodes.Status422UnprocessableEntity);
            }
        }

        Draft = await CorrectionDraft.CreateAsync(source, edits, parents, ct);
        PageNumber = Math.Clamp(PageNumber, 1, PageCount);
        Shown = [.. Draft.Order.Skip((PageNumber - 1) * PageSize).Take(PageSize)];
        return null;
    }
}
