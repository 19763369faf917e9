using IngestaMaestras.Ingestion.Drills;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Maintenance;

/// <summary>Simulacros: reports of recovery drills, the newest or a chosen one in full, and files of all of them.</summary>
public sealed class DrillsModel(DrillFolder folder) : PortalPage
{
    /// <summary>Which report is shown; null: the newest.</summary>
    [BindProperty(SupportsGet = true, Name = "informe")]
    public string? Name { get; set; }

    public IReadOnlyList<string> Names { get; private set; } = [];

    public DrillReport? Report { get; private set; }

    internal static string TaskName => DrillTask.TaskName;

    internal static Tone ToneOf(DrillOutcome outcome) => outcome switch
    {
        DrillOutcome.Passed => Tone.Good,
        DrillOutcome.Failed => Tone.Bad,
        _ => Tone.Warning,
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Names = folder.List();
        Name ??= Names.Count > 0 ? Names[0] : null;
        if (Name is null)
        {
            return Page();
        }

        Report = await folder.ReadAsync(Name, ct);
        return Report is null ? Missing(T("Maintenance.DrillUnknown", FileText.Visible(Name))) : Page();
    }

    /// <summary>A report as a file: for people, or for machines.</summary>
    public IActionResult OnGetFile([FromQuery(Name = "json")] bool json)
    {
        var extension = json ? ".json" : ".md";
        return folder.PathOf(Name ?? "", extension) is { } path
            ? new PhysicalFileResult(path, "application/octet-stream") { FileDownloadName = Name + extension }
            : Missing(T("Maintenance.DrillUnknown", FileText.Visible(Name ?? "")));
    }
}
