using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>A layout that files were read with, and what has changed since.</summary>
public sealed class VersionModel(MasterCatalog catalog, Func<LayoutSet> layouts) : PortalPage
{
    [BindProperty(SupportsGet = true, Name = "maestra")]
    public string Maestra { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "hash")]
    public string Hash { get; set; } = "";

    public LayoutVersion Version { get; private set; } = null!;

    /// <summary>Null when it does not load among today's layouts: it refers to something that is gone, say.</summary>
    public Layout? Layout { get; private set; }

    /// <summary>The layout in force; null: the master has none any more.</summary>
    public Layout? Current { get; private set; }

    public LayoutSet Layouts => layouts();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var isName = !(Maestra + Hash).Contains('\0', StringComparison.Ordinal);
        if (!isName || await catalog.FindVersionAsync(Maestra.ToUpperInvariant(), Hash, ct) is not { } version)
        {
            return Missing(T("Masters.UnknownVersion", FileText.Visible(Maestra), FileText.Visible(Hash)));
        }

        Version = version;
        Maestra = version.Maestra;
        Current = Layouts.Find(version.Maestra);
        var loaded = LayoutLoader.Load(
            Layouts.All.Where(l => l.Maestra != version.Maestra).Select(l => new LayoutText(l.Maestra, l.Source))
                .Append(new LayoutText(version.Maestra, version.Source)));
        Layout = loaded.Layouts.Find(version.Maestra);
        return Page();
    }
}
