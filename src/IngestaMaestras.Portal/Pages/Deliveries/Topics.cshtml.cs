using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Delivery.Kafka.Space;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Deliveries;

/// <summary>Tópicos: how much each holds, what would make room on a full disk, and what was changed for it.</summary>
public sealed class TopicsModel(TopicRelief relief) : PortalPage
{
    private const string Here = "/entregas/topicos";
    private const int MaxHours = 87_600;

    /// <summary>How long topics that are not compacted shall keep messages.</summary>
    [BindProperty(SupportsGet = true, Name = "horas")]
    public int Hours { get; set; } = (int)TopicRelief.UsualRetention.TotalHours;

    public ReliefPlan? Plan { get; private set; }

    public IReadOnlyList<ReliefItem> Open { get; private set; } = [];

    /// <summary>Why the topics cannot be shown.</summary>
    public string? Silence { get; private set; }

    private TimeSpan Retention => TimeSpan.FromHours(Math.Clamp(Hours, 1, MaxHours));

    public async Task OnGetAsync(CancellationToken ct)
    {
        Open = await relief.ListAsync(ct);
        try
        {
            Plan = await relief.PlanAsync(Retention, ct);
        }
        catch (DeliveryException e)
        {
            Silence = e.Message;
        }
    }

    [Requires(Permission.Administer)]
    public Task<IActionResult> OnPostRelieveAsync(
        [FromForm(Name = "version")] string? snapshot, [FromForm(Name = "motivo")] string? reason, CancellationToken ct) =>
        TryAsync(() => relief.ApplyAsync(Retention, snapshot ?? "", Clean(reason), UserName, ct));

    [Requires(Permission.Administer)]
    public Task<IActionResult> OnPostUndoAsync(CancellationToken ct) => TryAsync(() => relief.UndoAsync(UserName, ct));

    private async Task<IActionResult> TryAsync(Func<Task<IReadOnlyList<Ingestion.Operations.OperationResult>>> work)
    {
        try
        {
            return Back(await work(), Here);
        }
        catch (DeliveryException e)
        {
            return Back(new Ingestion.Operations.OperationResult(false, e.Message), Here);
        }
    }
}
