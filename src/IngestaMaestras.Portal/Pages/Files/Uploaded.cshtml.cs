using System.Globalization;
using IngestaMaestras.Core.Files;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Checks;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>What was uploaded, read and judged, before it lands: put it into input, process it too, or forget it.</summary>
[Requires(Permission.Act)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class UploadedModel(
    UploadStore uploads, FileHistory history, FileLanding landing, Func<LayoutSet> layouts, BusinessCalendar calendar, TimeProvider time) : PortalPage
{
    private const string Action = "subir_archivo";

    [BindProperty(SupportsGet = true, Name = "carga")]
    public string UploadText { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "nombre")]
    public string? FileName { get; set; }

    [BindProperty(SupportsGet = true, Name = "archivo")]
    public long? Corrects { get; set; }

    public FileItem? Corrected { get; private set; }

    public Layout Layout { get; private set; } = null!;

    public FileCheck Check { get; private set; } = null!;

    public DateOnly FechaProceso { get; private set; }

    public bool IsRejects { get; private set; }

    /// <summary>Why it cannot land as things stand; null: it can.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>It would be read, but nothing of it would be loaded.</summary>
    public bool IsHopeless => Check.Accepted == 0;

    public string At(string handler) => Address.Of(
        $"/archivos/subir/{UploadText}", ("handler", handler), ("nombre", FileName), ("archivo", Corrects?.ToString(CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ReadAsync(ct) ?? Page();

    [Requires(Permission.Act)]
    public Task<IActionResult> OnPostLandAsync([FromForm(Name = "huella")] string? hash, CancellationToken ct) => LandAsync(hash, run: false, ct);

    [Requires(Permission.Act)]
    public Task<IActionResult> OnPostLandAndRunAsync([FromForm(Name = "huella")] string? hash, CancellationToken ct) => LandAsync(hash, run: true, ct);

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostCancelAsync(CancellationToken ct)
    {
        if (await ReadAsync(ct) is { } refusal)
        {
            return refusal;
        }

        uploads.Forget(Guid.ParseExact(UploadText, "N"));
        return Back(new OperationResult(true, T("Upload.Cancelled", FileText.Visible(FileName))), Origin);
    }

    private string Origin => Corrects is { } id ? $"/archivos/{id.ToString(CultureInfo.InvariantCulture)}" : "/archivos?carpeta=input";

    private async Task<IActionResult> LandAsync(string? hash, bool run, CancellationToken ct)
    {
        if (await ReadAsync(ct) is { } refusal)
        {
            return refusal;
        }

        if (Obstacle is not null)
        {
            return Again(StatusCodes.Status409Conflict);
        }

        if (hash != Check.Sha256)
        {
            return Refuse(T("Upload.Other"));
        }

        var result = await landing.LandAsync(
            new LandingRequest(
                Guid.ParseExact(UploadText, "N"), FileName!, Check.Size, Corrects, run, UserName, Action,
                new { FileName, FechaProceso, Layout.Maestra, Corrects, Check.Size, Check.Sha256 },
                new { Check.Read, Check.Accepted, Check.Rejected, Check.ByType }),
            null, ct);
        if (!result.Done && result.RunId is null)
        {
            Obstacle = result.Message;
            return Again(StatusCodes.Status409Conflict);
        }

        return Back(result, result.RunId is { } id ? $"/ejecuciones/{id.ToString(CultureInfo.InvariantCulture)}" : Origin);
    }

    /// <summary>Reads everything once more: what was shown may be old. Null: all is well.</summary>
    private async Task<IActionResult?> ReadAsync(CancellationToken ct)
    {
        if (!Guid.TryParseExact(UploadText, "N", out var key) || uploads.Find(key) is null)
        {
            Problem.Tell(HttpContext, T("Upload.Gone"));
            return StatusCode(StatusCodes.Status410Gone);
        }

        var judged = UploadNames.Judge(FileName ?? "", layouts());
        if (judged.Fault != UploadNameFault.None)
        {
            return Refuse(judged.Sentence);
        }

        var match = FileNameMatcher.Match(FileName!, layouts());
        Layout = match.Layout!;
        IsRejects = match.IsRejects;
        if (Corrects is { } id)
        {
            Corrected = (await history.FindAsync(id, ct))?.File;
            if (Corrected is null)
            {
                return Missing(T("FileDetail.Unknown", id));
            }
        }

        var origin = match.OriginFileId is { } number ? (await history.FindAsync(number, ct))?.File : null;
        FechaProceso = origin?.FechaProceso ?? Corrected?.FechaProceso ?? match.BusinessDate ?? calendar.LatestDue(time.GetUtcNow());
        Check = await FileChecker.CheckAsync(Layout, uploads.PathOf(key), ct);
        Obstacle = FindObstacle(match, origin) ?? await landing.FindOccupantAsync(FileName!, ct);
        return null;
    }

    private string? FindObstacle(FileNameMatch match, FileItem? origin)
    {
        if (Check.Size == 0)
        {
            return T("Upload.Empty");
        }

        if (match.IsRejects && (origin is null || origin.Maestra != Layout.Maestra))
        {
            return T("Upload.NoOrigin");
        }

        if (Corrected is null)
        {
            return null;
        }

        if (Corrected.IsActive)
        {
            return T("Upload.CorrectedActive", FileText.Visible(Corrected.FileName), Corrected.RunId);
        }

        if (Corrected.Maestra is { } maestra && maestra != Layout.Maestra)
        {
            return T("Upload.OtherMaster", FileText.Visible(Corrected.FileName), maestra, Layout.Maestra);
        }

        return match.BusinessDate is { } date && date != Corrected.FechaProceso
            ? T("Upload.OtherDate", FileText.Visible(Corrected.FileName), Show.Iso(Corrected.FechaProceso), Show.Iso(date))
            : null;
    }
}
