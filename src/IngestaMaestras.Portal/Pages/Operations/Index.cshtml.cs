using System.Globalization;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Operations;

/// <summary>Operaciones: the wide actions that people asked for, the latest first.</summary>
public sealed class IndexModel(OperationStore store) : PortalPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "antes")]
    public string? Before { get; set; }

    public Page<OperationRow> Operations { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        long? before = null;
        if (!string.IsNullOrEmpty(Before))
        {
            if (!long.TryParse(Before, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return Refuse(T("Error.BadValue", FileText.Visible(Before), "antes"));
            }

            before = id;
        }

        Operations = await store.ListAsync(before, PageSize, ct);
        return Page();
    }
}
