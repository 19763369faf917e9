using System.Globalization;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Maintenance.Rebuild;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Maintenance;

/// <summary>Reconstrucción: what rewriting tables would bring, and when it is planned.</summary>
public sealed class RebuildModel(RebuildPlans plans, BusinessCalendar calendar, TimeProvider time) : PortalPage
{
    private const string Here = "/mantenimiento/reconstruccion";
    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm";
    private const int UsualMinutes = 60;

    private IReadOnlyList<RebuildEstimate> _estimates = [];

    /// <summary>Tables that are worth a look at once; the others are folded up.</summary>
    private const int Shown = 12;

    public (IReadOnlyList<RebuildEstimate> Tables, string Label) First => ([.. _estimates.Take(Shown)], T("Maintenance.FirstTables"));

    public (IReadOnlyList<RebuildEstimate> Tables, string Label) Others =>
        ([.. _estimates.Skip(Shown)], T("Maintenance.OtherTables", Math.Max(0, _estimates.Count - Shown)));

    public IReadOnlyList<RebuildPlan> Plans { get; private set; } = [];

    /// <summary>What the form offers: the evening of tomorrow.</summary>
    public string OfferedStart => calendar.LocalDate(time.GetUtcNow()).AddDays(1).ToDateTime(new TimeOnly(21, 0)).ToString(MomentFormat, CultureInfo.InvariantCulture);

    public int OfferedMinutes => UsualMinutes;

    /// <summary>A quarter of it, and more than a megabyte, would become free.</summary>
    internal static bool IsWorthwhile(RebuildEstimate estimate) => estimate.Gain > estimate.SizeBytes / 4 && estimate.Gain > 1024 * 1024;

    internal static Tone ToneOf(RebuildItem item) => item.Status switch
    {
        "done" => Tone.Good,
        "failed" => Tone.Bad,
        "running" => Tone.Active,
        "skipped" => Tone.Warning,
        _ => Tone.Neutral,
    };

    public async Task OnGetAsync(CancellationToken ct)
    {
        _estimates = await plans.EstimateAsync(ct);
        Plans = await plans.ListAsync(ct);
    }

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostPlanAsync(
        [FromForm(Name = "tablas")] string[] tables, [FromForm(Name = "que")] string? kind, [FromForm(Name = "inicio")] string? start,
        [FromForm(Name = "minutos")] int minutes, CancellationToken ct)
    {
        if (!DateTime.TryParseExact(start, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || calendar.Zone.IsInvalidTime(local))
        {
            return Back(new OperationResult(false, T("Maintenance.BadMoment")), Here);
        }

        return Back(
            await plans.PlanAsync(kind ?? "", tables, TimeZoneInfo.ConvertTimeToUtc(local, calendar.Zone), TimeSpan.FromMinutes(minutes), UserName, ct), Here);
    }

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostCancelAsync([FromForm(Name = "plan")] long plan, CancellationToken ct) =>
        Back(await plans.CancelAsync(plan, UserName, ct), Here);
}
