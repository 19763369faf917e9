using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Portal.Pages.Support;

namespace IngestaMaestras.Portal.Pages.Masters;

/// <summary>Maestras: every master, what is loaded of it and how that went last.</summary>
public sealed class IndexModel(
    MasterCatalog catalog, MasterQueries queries, DeliveryStatus deliveries, Func<LayoutSet> layouts) : PortalPage
{
    public IReadOnlyList<MasterItem> Masters { get; private set; } = [];

    public ILookup<string, DeliveryItem> Deliveries { get; private set; } = null!;

    public IReadOnlyDictionary<string, PauseItem> Pauses { get; private set; } = new Dictionary<string, PauseItem>();

    public LayoutSet Layouts => layouts();

    public async Task OnGetAsync(CancellationToken ct)
    {
        Masters = await catalog.ListAsync(ct);
        Deliveries = (await deliveries.ListAsync(null, null, ct)).ToLookup(d => d.Maestra);
        Pauses = (await queries.ListPausesAsync(ct)).Where(p => !p.IsSchedule).ToDictionary(p => p.Scope, StringComparer.OrdinalIgnoreCase);
    }
}
