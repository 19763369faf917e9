using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IngestaMaestras.Portal.Pages.Operations;

/// <summary>The preview of a wide action, and its confirmation. Looking at it changes nothing and leaves no trace.</summary>
[Requires(Permission.Act)]
public sealed class NewModel(BulkOperations operations) : PortalPage
{
    public OperationRequest Asked { get; private set; } = null!;

    public OperationPlan Plan { get; private set; } = null!;

    public bool NeedsReason { get; private set; }

    /// <summary>What is not as it was shown before; nothing was done.</summary>
    public IReadOnlyList<PlanDifference> Differences { get; private set; } = [];

    public string? Reason { get; private set; }

    /// <summary>Where it was called from.</summary>
    public string? From => Url.IsLocalUrl(HttpContext.Request.Query["volver"]) ? (string?)HttpContext.Request.Query["volver"] : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        try
        {
            if (Prepare() is { } refusal)
            {
                return refusal;
            }

            Plan = await operations.PreviewAsync(Asked.Kind, Asked.Parameters, ct);
            return Page();
        }
        catch (OperationRefusedException e)
        {
            return From is { } from ? BackTo(from, e.Message) : Refuse(e.Message);
        }
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostAsync(
        [FromForm(Name = "instantanea")] string? snapshot, [FromForm(Name = "motivo")] string? reason, CancellationToken ct)
    {
        try
        {
            if (Prepare() is { } refusal)
            {
                return refusal;
            }

            Reason = Clean(reason);
            var started = await operations.StartAsync(Asked.Kind, Asked.Parameters, snapshot ?? "", UserName, Reason, ct);
            if (started.OperationId is { } id)
            {
                return LocalRedirect($"/operaciones/{id}");
            }

            // Not an error of the reader's: things moved on between the look and the press.
            (Plan, Differences) = (started.Plan, started.Differences);
            PageResult changed = Page();
            changed.StatusCode = StatusCodes.Status409Conflict;
            return changed;
        }
        catch (OperationRefusedException e)
        {
            return BackTo(From ?? "/operaciones", e.Message);
        }
    }

    private LocalRedirectResult BackTo(string path, string message)
    {
        ResultMessages.Put(TempData, [new OperationResult(false, message)]);
        return LocalRedirect(path);
    }

    /// <summary>Reads the address; a refusal when this visitor may not do what it names.</summary>
    private ForbidResult? Prepare()
    {
        Asked = OperationRequest.Read(HttpContext.Request.Query);
        var kind = operations.FindKind(Asked.Kind)!;
        var parameters = Ingestion.Journal.AuditLog.ToJson(Asked.Parameters)!;
        NeedsReason = kind.NeedsReason(parameters);
        return kind.NeedsAdministrator(parameters) && !User.May(Permission.Administer) ? Forbid() : null;
    }
}
