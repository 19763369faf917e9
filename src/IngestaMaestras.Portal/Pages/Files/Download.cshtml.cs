using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>A file's bytes as they are, under the name that it came with.</summary>
public sealed class DownloadModel(FileHistory history, DataFolders folders) : PortalPage
{
    [BindProperty(SupportsGet = true, Name = "id")]
    public long Id { get; set; }

    /// <summary>The file with its rejected lines, beside it, in its place.</summary>
    [BindProperty(SupportsGet = true, Name = "rechazos")]
    public bool Rejects { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await history.FindAsync(Id, ct) is not { } detail)
        {
            return Missing(T("FileDetail.Unknown", Id));
        }

        var path = Rejects ? detail.RejectsPath : detail.File.Path;
        FileStream? stream;
        try
        {
            stream = path is null ? null : folders.TryOpenRead(path);
        }
        catch (ArchiveDamagedException e)
        {
            Problem.Tell(HttpContext, e.Message);
            return StatusCode(StatusCodes.Status410Gone);
        }

        if (stream is null)
        {
            Problem.Tell(HttpContext, T("FileDetail.Gone", FileText.Visible(path ?? detail.File.Path)));
            return StatusCode(StatusCodes.Status410Gone);
        }

        Response.Headers.CacheControl = "no-store";
        // Whatever it holds, no browser shows it as a page.
        return new FileStreamResult(stream, "application/octet-stream")
        {
            FileDownloadName = Rejects ? path![(path!.LastIndexOf('/') + 1)..] : detail.File.FileName,
            EnableRangeProcessing = true,
        };
    }
}
