using Hangfire;
using IngestaMaestras.Ingestion.Maintenance;
using IngestaMaestras.Ingestion.Operations;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Jobs;
using IngestaMaestras.Portal.Maintenance;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Pages.Maintenance;

/// <summary>Mantenimiento: what is done by itself, how it went, when it is due, and a button for doing it now.</summary>
public sealed class IndexModel(MaintenanceRunner maintenance, IBackgroundJobClient jobs, IServiceProvider services) : PortalPage
{
    private const string Here = "/mantenimiento";

    public IReadOnlyList<MaintenanceItem> Items { get; private set; } = [];

    /// <summary>Passwords, keys and certificates that somebody should see to.</summary>
    internal IReadOnlyList<Reminder> Reminders { get; private set; } = [];

    internal static Tone ToneOf(MaintenanceItem item) => item.Outcome switch
    {
        "succeeded" => Tone.Good,
        "warning" => Tone.Warning,
        "failed" => Tone.Bad,
        "running" => Tone.Active,
        _ => Tone.Neutral,
    };

    public async Task OnGetAsync(CancellationToken ct)
    {
        Items = await maintenance.ListAsync(ct);
        Reminders = await services.GetRequiredService<Reminders>().FindAsync(ct);
    }

    /// <summary>The part that renews itself.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct)
    {
        Items = await maintenance.ListAsync(ct);
        return Partial("_MaintenanceLive", this);
    }

    [Requires(Permission.Administer)]
    public IActionResult OnPostRun([FromForm(Name = "tarea")] string? task)
    {
        if (maintenance.Refuse(task ?? "") is { } refusal)
        {
            return Back(new OperationResult(false, refusal), Here);
        }

        var (name, user) = (task!, UserName);
        jobs.Enqueue<MaintenanceJobs>(j => j.RunAsync(name, user, CancellationToken.None));
        return Back(new OperationResult(true, T("Maintenance.Queued", name)), Here);
    }
}
