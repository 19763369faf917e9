using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Filters;

/// <summary>Saves and deletes the filters of every list; each answers on the list that it came from.</summary>
public sealed class IndexModel(SavedFilterOperations filters) : PortalPage
{
    [Requires(Permission.See)]
    public async Task<IActionResult> OnPostSaveAsync(
        [FromForm(Name = "pagina")] string? page, [FromForm(Name = "consulta")] string? query, [FromForm(Name = "nombre")] string? name,
        [FromForm(Name = "compartido")] bool shared, CancellationToken ct)
    {
        if (!FilterablePages.Contains(page))
        {
            return Refuse(T("Filters.UnknownPage", FileText.Visible(page)));
        }

        if (shared && !User.May(Permission.Act))
        {
            return Forbid();
        }

        return Back(await filters.SaveAsync(page!, name, FilterablePages.Clean(page!, query), shared, UserName, ct), page!);
    }

    [Requires(Permission.See)]
    public async Task<IActionResult> OnPostDeleteAsync([FromForm(Name = "id")] long id, CancellationToken ct) =>
        Back(await filters.DeleteAsync(id, UserName, ct), "/");
}
