using IngestaMaestras.Ingestion.Queries.Filters;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Shared.Components.SavedFilters;

/// <summary>The saved filters of a list, and the way to save what it shows; the list is one of <see cref="FilterablePages"/>.</summary>
public sealed class SavedFiltersViewComponent(SavedFilterQueries filters) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(string page)
    {
        var user = PortalPage.NameOf(UserClaimsPrincipal);
        return View(new SavedFiltersModel(
            page, FilterablePages.Clean(page, Request.QueryString.Value), user,
            await filters.ListAsync(page, user, HttpContext.RequestAborted)));
    }
}
