using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Maintenance.Weekly;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Maintenance;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Maintenance;

/// <summary>Permisos: accounts, roles, keys and their last use, to be looked through once a quarter.</summary>
[Requires(Permission.Administer)]
public sealed class PermissionsModel(IServiceProvider services, HubDatabase hub) : PortalPage
{
    public ReportDocument Document { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct) => Document = await MakeAsync(ct);

    /// <summary>The same for Excel; that somebody took it is audited.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var document = await MakeAsync(ct);
        await OperationAudit.WriteAsync(hub, "informe_permisos", UserName, new OperationResult(true, document.Title), new { }, null, ct);
        return new CsvResult(T("Maintenance.PermissionFile"), [T("Maintenance.Section"), T("Maintenance.Mark")], ReportFiles.Lines(document).ToAsyncEnumerable());
    }

    private Task<ReportDocument> MakeAsync(CancellationToken ct) => services.GetRequiredService<PermissionReport>().MakeAsync(ct);
}
