using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Queries.Masters;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Shared.Components.Banners;

/// <summary>What every page has to say before anything else: pauses, and layouts that cannot be used.</summary>
public sealed class BannersViewComponent(MasterQueries masters, LayoutStore layouts) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() => View(new BannersModel(
        await masters.ListPausesAsync(HttpContext.RequestAborted), layouts.Snapshot));
}
