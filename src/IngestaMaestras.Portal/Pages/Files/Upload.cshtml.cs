using System.Globalization;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Checks;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Files;

/// <summary>Takes a file from somebody's own machine. Nothing lands yet: <see cref="UploadedModel"/> shows what it is first.</summary>
[StreamedForm]
[IgnoreAntiforgeryToken] // The reader checks it.
[Requires(Permission.Act)]
public sealed class UploadModel(FileHistory history, UploadReader reader, UploadStore uploads, Func<LayoutSet> layouts) : PortalPage
{
    /// <summary>The file that the new one takes the place of.</summary>
    [BindProperty(SupportsGet = true, Name = "archivo")]
    public long? Corrects { get; set; }

    public FileItem? Corrected { get; private set; }

    public string? Sentence { get; private set; }

    public string Here => Address.Of("/archivos/subir", ("archivo", Corrects?.ToString(CultureInfo.InvariantCulture)));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await FindAsync(ct) ?? Page();

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await FindAsync(ct) is { } missing)
        {
            return missing;
        }

        var upload = await reader.ReadAsync(HttpContext, ct);
        if (upload.Key is not { } key)
        {
            return Tell(upload.Status, upload.Sentence!);
        }

        var judged = UploadNames.Judge(upload.FileName, layouts());
        if (judged.Fault != UploadNameFault.None)
        {
            uploads.Forget(key);
            return Tell(
                judged.Fault == UploadNameFault.WrongKind ? StatusCodes.Status415UnsupportedMediaType : StatusCodes.Status422UnprocessableEntity,
                judged.Sentence);
        }

        return LocalRedirect(Address.Of(
            $"/archivos/subir/{key:N}", ("nombre", upload.FileName), ("archivo", Corrects?.ToString(CultureInfo.InvariantCulture))));
    }

    private async Task<IActionResult?> FindAsync(CancellationToken ct)
    {
        if (Corrects is { } id)
        {
            Corrected = (await history.FindAsync(id, ct))?.File;
            return Corrected is null ? Missing(T("FileDetail.Unknown", id)) : null;
        }

        return null;
    }

    private PageResult Tell(int status, string sentence)
    {
        Sentence = sentence;
        return Again(status);
    }
}
