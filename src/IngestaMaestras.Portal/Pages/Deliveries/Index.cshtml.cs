using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Deliveries;

/// <summary>Entregas: the targets, and what each of them has of each master.</summary>
public sealed class IndexModel(
    DeliveryStatus status, DeliveryTargets known, DeliveryOptions options, KafkaStatus kafka, Func<LayoutSet> layouts, TargetOperations operations)
    : PortalPage
{
    public static readonly IReadOnlyList<string> FilterNames = ["destino", "maestra", "estado"];

    /// <summary>States as addresses have them.</summary>
    public static readonly IReadOnlyDictionary<string, DeliveryState> States = new Dictionary<string, DeliveryState>(StringComparer.Ordinal)
    {
        ["pendiente"] = DeliveryState.Pending, ["error"] = DeliveryState.Failed, ["entregado"] = DeliveryState.Delivered,
    };

    /// <summary>Refused rows that are listed.</summary>
    public const int RefusedRows = 100;

    private const string Here = "/entregas";

    [BindProperty(SupportsGet = true, Name = "destino")]
    public string? Target { get; set; }

    [BindProperty(SupportsGet = true, Name = "maestra")]
    public string? Maestra { get; set; }

    [BindProperty(SupportsGet = true, Name = "estado")]
    public string? State { get; set; }

    /// <summary>What the filter leaves of the targets.</summary>
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

    /// <summary>Targets that can be chosen, by code.</summary>
    public IReadOnlyList<string> TargetNames { get; private set; } = [];

    public IReadOnlyList<Layout> Masters => layouts().All;

    /// <summary>Masters or states are chosen, so that a target may have no line to show.</summary>
    public bool IsNarrowed => Blank(Maestra) is not null || Blank(State) is not null;

    public bool IsFiltered => IsNarrowed || Blank(Target) is not null;

    /// <summary>The preview of a wide action on a target.</summary>
    public static string Preview(string kind, string target) =>
        Address.Of(Operations.OperationRequest.Path, ("accion", kind), ("destino", target), ("volver", Here));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await ReadAsync(ct) ?? Page();

    /// <summary>The part that renews itself.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct) => await ReadAsync(ct) ?? Partial("_DeliveriesLive", this);

    /// <summary>The deliveries of the filter, for Excel.</summary>
    public async Task<IActionResult> OnGetCsvAsync([FromServices] IServiceProvider services, CancellationToken ct) =>
        await ReadAsync(ct) ?? DeliveryCsv.Of(Deliveries.SelectMany(d => d), services.GetRequiredService<Show>());

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostDeliverAsync(
        [FromForm(Name = "destino")] string? target, [FromForm(Name = "maestra")] string? maestra, CancellationToken ct) =>
        Back(await operations.DeliverNowAsync(target ?? "", Clean(maestra), UserName, ct), Here);

    /// <returns>A refusal of values that no form offers; null: all is well.</returns>
    private async Task<IActionResult?> ReadAsync(CancellationToken ct)
    {
        if (Blank(State) is { } state && !States.ContainsKey(state))
        {
            return Refuse(T("Error.BadValue", FileText.Visible(state), "estado"));
        }

        DeliveryState? wanted = Blank(State) is { } name ? States[name] : null;
        var targets = await status.ListTargetsAsync(ct);
        TargetNames = [.. targets.Select(t => t.Target)];
        Targets = [.. targets.Where(t => Blank(Target) is null || t.Target == Target)];
        Deliveries = (await status.ListAsync(Blank(Target), Blank(Maestra), ct)).Where(d => wanted is null || d.State == wanted).ToLookup(d => d.Target);
        Refused =
        [
            .. (await status.ListRefusedAsync(RefusedRows, ct)).Where(r =>
                (Blank(Target) is null || r.Target == Target) && (Blank(Maestra) is null || r.Maestra == Maestra)),
        ];
        Kafka = await kafka.ReadAsync(ct);
        return null;
    }
}
