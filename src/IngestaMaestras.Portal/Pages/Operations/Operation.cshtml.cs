using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Operations;

/// <summary>One wide action: who, what, how far, and what came of each item.</summary>
public sealed class OperationModel(OperationStore store, BulkOperations operations) : PortalPage
{
    /// <summary>htmx stops asking when it is answered with this status (its documentation, "Polling").</summary>
    private const int StopPolling = 286;

    [BindProperty(SupportsGet = true, Name = "id")]
    public long Id { get; set; }

    public OperationRow Operation { get; private set; } = null!;

    public IReadOnlyList<OperationItem> Items { get; private set; } = [];

    /// <summary>It still changes without anybody's doing.</summary>
    public bool IsLive => Operation.State is RunStatus.Queued or RunStatus.Running;

    /// <summary>A comparison found something to mend.</summary>
    public bool CanMend => Operation.Kind == OperationKinds.Compare && !IsLive && Items.Any(i => i is { State: ItemStatus.Failed, Detail: not null });

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) =>
        await ReadAsync(ct) ? Page() : Missing(T("Operations.Unknown", Id));

    /// <summary>The part that renews itself until it has ended.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct)
    {
        if (!await ReadAsync(ct))
        {
            return Missing(T("Operations.Unknown", Id));
        }

        Response.StatusCode = IsLive ? StatusCodes.Status200OK : StopPolling;
        return Partial("_OperationLive", this);
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => Back(await operations.CancelAsync(Id, UserName, ct), Here);

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostContinueAsync(CancellationToken ct) => Back(await operations.ContinueAsync(Id, UserName, ct), Here);

    private string Here => $"/operaciones/{Id}";

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (await store.FindAsync(Id, ct) is not { } operation)
        {
            return false;
        }

        Operation = operation;
        Items = await store.ListItemsAsync(Id, ct);
        return true;
    }
}
