using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Checks;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>Probar un archivo: what it would come to, without loading anything of it or keeping it.</summary>
[StreamedForm]
[IgnoreAntiforgeryToken] // The reader checks it.
[Requires(Permission.Act)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class TrialModel(UploadReader reader, UploadStore uploads, FileTrials trials, Func<LayoutSet> layouts) : PortalPage
{
    [BindProperty(SupportsGet = true, Name = "maestra")]
    public string Maestra { get; set; } = "";

    public string FileName { get; private set; } = "";

    /// <summary>Null: nothing was tried yet.</summary>
    public FileTrial? Trial { get; private set; }

    public string? Sentence { get; private set; }

    public IActionResult OnGet() => Find() is null ? Unknown() : Page();

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (Find() is not { } layout)
        {
            return Unknown();
        }

        var upload = await reader.ReadAsync(HttpContext, ct);
        if (upload.Key is not { } key)
        {
            Sentence = upload.Sentence;
            return Again(upload.Status);
        }

        try
        {
            FileName = upload.FileName;
            Trial = await trials.TryAsync(layout, uploads.PathOf(key), upload.FileName, ct);
            return Page();
        }
        finally
        {
            uploads.Forget(key);
        }
    }

    private Layout? Find()
    {
        var layout = layouts().Find(Maestra.ToUpperInvariant());
        Maestra = layout?.Maestra ?? Maestra;
        return layout;
    }

    private IActionResult Unknown() => Missing(T("Masters.Unknown", FileText.Visible(Maestra)));
}
