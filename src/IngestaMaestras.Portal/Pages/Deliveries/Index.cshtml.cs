using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Deliveries;

/// <summary>Entregas: the targets, and what each of them has of each master.</summary>
public sealed class IndexModel(
    DeliveryStatus status, DeliveryTargets known, DeliveryOptions options, KafkaStatus kafka, Func<LayoutSet> layouts, TargetOperations operations)
    : PortalPage
{
    /// <summary>Refused rows that are listed.</summary>
    public const int RefusedRows = 100;

    private const string Here = "/entregas";

    public IReadOnlyList<TargetItem> Targets { get; private set; } = [];

    public ILookup<string, DeliveryItem> Deliveries { get; private set; } = null!;

    public IReadOnlyList<RefusedRow> Refused { get; private set; } = [];

    /// <summary>Null when Kafka is off.</summary>
    public KafkaState? Kafka { get; private set; }

    /// <summary>Attempts of a delivery before it fails for good.</summary>
    public int MaxAttempts => options.ReadRetryDelays().Count + 1;

    public bool IsActive => Deliveries.Any(t => t.Any(d => d.State == DeliveryState.Pending));

    public string TitleOf(string target) => known.Find(target)?.Title ?? target;

    public bool IsTemporary(TargetItem target) => known.Find(target.Target) is { IsTemporary: true };

    public IReadOnlyList<string> ProblemsOf(TargetItem target) =>
        known.Find(target.Target) is { OffReason: null } part ? part.FindProblems(layouts()) : [];

    /// <summary>The preview of a wide action on a target.</summary>
    public static string Preview(string kind, string target) =>
        Address.Of(Operations.OperationRequest.Path, ("accion", kind), ("destino", target), ("volver", Here));

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    /// <summary>The part that renews itself.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        return Partial("_DeliveriesLive", this);
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostDeliverAsync(
        [FromForm(Name = "destino")] string? target, [FromForm(Name = "maestra")] string? maestra, CancellationToken ct) =>
        Back(await operations.DeliverNowAsync(target ?? "", Clean(maestra), UserName, ct), Here);

    private async Task ReadAsync(CancellationToken ct)
    {
        Targets = await status.ListTargetsAsync(ct);
        Deliveries = (await status.ListAsync(null, null, ct)).ToLookup(d => d.Target);
        Refused = await status.ListRefusedAsync(RefusedRows, ct);
        Kafka = await kafka.ReadAsync(ct);
    }
}
