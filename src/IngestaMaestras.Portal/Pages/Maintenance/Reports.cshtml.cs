using IngestaMaestras.Ingestion.Maintenance.Weekly;
using IngestaMaestras.Portal.Pages.Support;

namespace IngestaMaestras.Portal.Pages.Maintenance;

/// <summary>Informes: the weekly reports that were made, and what became of their mail.</summary>
public sealed class ReportsModel(WeeklyReportStore store) : PortalPage
{
    /// <summary>Two years and some weeks.</summary>
    private const int MaxItems = 120;

    public IReadOnlyList<WeeklyReport> Items { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Items = await store.ListAsync(MaxItems, ct);
}
