using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Layouts;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Ingestion.Operations.Bulk;
using IngestaMaestras.Ingestion.Queries.Dates;
using IngestaMaestras.Ingestion.Queries.Files;
using IngestaMaestras.Ingestion.Queries.Masters;
using IngestaMaestras.Ingestion.Queries.Runs;
using IngestaMaestras.Ingestion.Runs;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Hosting.Health;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages;

/// <summary>Inicio: is everything well, and if not, what to do about it.</summary>
public sealed class IndexModel(
    DateOutcomes dates, RunQueries runs, MasterQueries masters, FileQueries files, LayoutStore layouts, BusinessCalendar calendar,
    TimeProvider time, RunOperations runOperations, PauseOperations pauseOperations, DeliveryStatus deliveries,
    DeliveryTargets targets, HealthMonitor monitor, OperationStore operations) : PortalPage
{
    /// <summary>How many dates are searched for what needs attention.</summary>
    public const int AttentionDates = 14;

    /// <summary>Lines of one kind that are shown; the rest is counted.</summary>
    public const int AttentionLines = 15;

    private const string Home = "/";

    private static readonly TimeSpan HealthAge = TimeSpan.FromSeconds(15);

    /// <summary>The page does not wait for a dependency that takes its time to answer.</summary>
    private static readonly TimeSpan HealthPatience = TimeSpan.FromMilliseconds(300);

    public DateOutcome Latest { get; private set; } = null!;

    public IReadOnlyList<DateOutcome> Recent { get; private set; } = [];

    public RunItem? LastRun { get; private set; }

    public IReadOnlyList<RunItem> Queued { get; private set; } = [];

    public IReadOnlyList<HeldMerge> Held { get; private set; } = [];

    public IReadOnlyList<PendingDeletes> PendingDeletes { get; private set; } = [];

    public IReadOnlyList<PauseItem> Pauses { get; private set; } = [];

    public IReadOnlyList<FileItem> Input { get; private set; } = [];

    public LayoutSnapshot LayoutSnapshot { get; private set; } = null!;

    public DateTimeOffset? NextNight { get; private set; }

    public DateOnly LatestDue { get; private set; }

    /// <summary>Wide actions that have not ended.</summary>
    public IReadOnlyList<OperationRow> Operations { get; private set; } = [];

    public bool IsActive => Queued.Count > 0 || Operations.Any(o => o.State != RunStatus.Held) || LastRun is { State: RunStatus.Queued or RunStatus.Running };

    public IReadOnlyList<Layout> Masters => LayoutSnapshot.Layouts.All;

    /// <summary>Dates that had their run and lack something, newest first.</summary>
    public IReadOnlyList<DateOutcome> Incomplete => [.. Recent.Where(d => d.Status is not (null or RunStatus.Queued) && d.IsIncomplete)];

    /// <summary>Targets that are on and did not answer when they were asked last.</summary>
    public IReadOnlyList<TargetItem> SilentTargets { get; private set; } = [];

    /// <summary>By target, what failed for good and waits for the target or for somebody.</summary>
    public ILookup<string, DeliveryItem> FailedDeliveries { get; private set; } = Array.Empty<DeliveryItem>().ToLookup(d => d.Target);

    /// <summary>Deliveries go to a cluster that keeps nothing.</summary>
    public bool IsLocalCluster => targets.All.Any(t => t.IsTemporary);

    /// <summary>How the dependencies answered last; null while nobody has asked.</summary>
    public HealthSnapshot? Health { get; private set; }

    /// <summary>By target, changes that it has not got yet.</summary>
    public IReadOnlyDictionary<string, long> PendingRows { get; private set; } = new Dictionary<string, long>();

    /// <summary>Rejected of read, over the files of a master on a date; null: nothing was read.</summary>
    public static double? RejectRate(MasterOutcome? standing)
    {
        var read = standing?.Files.Where(f => f.IsEffective).Sum(f => f.ReadCount ?? 0) ?? 0;
        return read == 0 ? null : (double)standing!.Files.Where(f => f.IsEffective).Sum(f => f.RejectedCount ?? 0) / read;
    }

    /// <summary>For a cell: «3 %», «&lt;1 %».</summary>
    public static string ShortRate(double rate) => rate < 0.01 ? "<1 %" : rate.ToString("P0", System.Globalization.CultureInfo.CurrentCulture);

    public string TitleOf(string target) => targets.Find(target)?.Title ?? target;

    public bool NeedsAttention =>
        Operations.Count > 0 || SilentTargets.Count > 0 || FailedDeliveries.Count > 0 || Held.Count > 0 || PendingDeletes.Count > 0 || Incomplete.Count > 0 || LayoutSnapshot.Problems.Any(p => !p.IsWarning);

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    /// <summary>The part that renews itself.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        return Partial("_HomeLive", this);
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostStartAsync(
        [FromForm(Name = "fecha")] DateOnly date, [FromForm(Name = "maestras")] string[] only, [FromForm(Name = "forzar")] bool force,
        [FromForm(Name = "motivo")] string? reason, CancellationToken ct)
    {
        if (date == default)
        {
            return Refuse(T("Home.DateNeeded"));
        }

        if (only.FirstOrDefault(m => layouts.Current.Find(m) is null) is { } unknown)
        {
            return Back(new OperationResult(false, T("Home.UnknownMaster", unknown)), Home);
        }

        RunParameters parameters = new() { Maestras = only.Length == 0 ? null : only, Force = force };
        return Back(await runOperations.StartOnceAsync(date, RunTrigger.Operator, parameters, UserName, Clean(reason), ct), Home);
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostPauseAsync(
        [FromForm(Name = "alcance")] string? scope, [FromForm(Name = "hasta")] DateOnly? until, [FromForm(Name = "motivo")] string? reason,
        CancellationToken ct)
    {
        if (scope != PauseOperations.Schedule && layouts.Current.Find(scope ?? "") is null)
        {
            return Back(new OperationResult(false, T("Home.UnknownMaster", scope)), Home);
        }

        return Back(await pauseOperations.PauseAsync(scope!, until, Clean(reason) ?? "", UserName, ct), Home);
    }

    [Requires(Permission.Act)]
    public async Task<IActionResult> OnPostResumeAsync([FromForm(Name = "alcance")] string? scope, CancellationToken ct) =>
        Back(await pauseOperations.ResumeAsync(scope ?? "", UserName, ct), Home);

    /// <summary>How a master stands on the latest date, also when nothing is known of it yet.</summary>
    public MasterOutcome StandingOf(Layout layout) => Latest.Find(layout.Maestra)
        ?? new MasterOutcome(
            layout.Maestra, layout.ExpectedDaily ? MasterCondition.NotYet : MasterCondition.NotExpected, [], IsLate: false);

    private async Task ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        LatestDue = calendar.LatestDue(now);
        NextNight = calendar.NextDue(now);
        LayoutSnapshot = layouts.Snapshot;
        Operations = await operations.ListActiveAsync(AttentionLines, ct);
        LastRun = await runs.FindLatestAsync(ct);
        Queued = await runs.ListQueuedAsync(AttentionLines, ct);
        Recent = (await dates.ListAsync(null, AttentionDates, ct)).Items;
        Latest = Recent.FirstOrDefault(d => d.Runs.Count > 0) ?? new DateOutcome(LatestDue, null, [], []);
        Held = await masters.ListHeldAsync(ct);
        PendingDeletes = await masters.ListPendingDeletesAsync(ct);
        Pauses = await masters.ListPausesAsync(ct);
        SilentTargets = [.. (await deliveries.ListTargetsAsync(ct)).Where(t => t.OffReason is null && t.ErrorMessage is not null)];
        var items = await deliveries.ListAsync(null, null, ct);
        FailedDeliveries = items.Where(d => d.State == DeliveryState.Failed).ToLookup(d => d.Target);
        PendingRows = items.GroupBy(d => d.Target).ToDictionary(g => g.Key, g => g.Sum(d => d.Pending));
        Health = await monitor.GetAsync(HealthAge, HealthPatience, ct);
        Input = await files.ListInputAsync(ct);
    }
}
