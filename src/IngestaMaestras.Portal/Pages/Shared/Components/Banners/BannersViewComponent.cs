using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Queries.Masters;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Shared.Components.Banners;

/// <summary>What every page has to say before anything else: pauses, deliveries that wait after a restore, and layouts that cannot be used.</summary>
public sealed class BannersViewComponent(MasterQueries masters, DeliveryStatus deliveries, LayoutStore layouts) : ViewComponent
{
    /// <param name="withLayouts">False where the page itself tells about layouts.</param>
    public async Task<IViewComponentResult> InvokeAsync(bool withLayouts) => View(new BannersModel(
        await masters.ListPausesAsync(HttpContext.RequestAborted),
        await deliveries.ListHeldAsync(HttpContext.RequestAborted),
        withLayouts ? [.. layouts.Problems.Where(p => !p.IsWarning)] : [],
        layouts.Current.All.Count > 0));
}
