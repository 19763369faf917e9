using Hangfire;
using Hangfire.Storage.Monitoring;
using IngestaMaestras.Ingestion.Queries.Workers;
using IngestaMaestras.Portal.Access;
using IngestaMaestras.Portal.Hosting.Health;
using IngestaMaestras.Portal.Observability.Alerts;
using IngestaMaestras.Portal.Pages.Support;
using Microsoft.AspNetCore.Mvc;

namespace IngestaMaestras.Portal.Pages.Health;

/// <summary>Salud: every dependency, the job queue and the workers, and what to do about what is not well.</summary>
public sealed class IndexModel(HealthMonitor monitor, WorkerQueries workers, JobStorage jobs, CurrentAlerts alerts, AlertTrial trial, TimeProvider time) : PortalPage
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const string Here = "/salud";

    /// <summary>What is wrong now, most serious first.</summary>
    public IReadOnlyList<PortalAlert> Alerts { get; private set; } = [];

    /// <summary>Why Prometheus could not be asked; null: it was, or there is none.</summary>
    public string? AlertProblem { get; private set; }

    /// <summary>Whether there is anybody to tell.</summary>
    public bool HasChannels => trial.HasChannels;

    public HealthSnapshot? Snapshot { get; private set; }

    public IReadOnlyList<WorkerItem> Workers { get; private set; } = [];

    public IReadOnlyList<ServerDto> Servers { get; private set; } = [];

    public IReadOnlyList<QueueWithTopEnqueuedJobsDto> Queues { get; private set; } = [];

    public StatisticsDto Jobs { get; private set; } = new();

    /// <summary>Since a server of the job queue was last heard of; null: there is none.</summary>
    public TimeSpan? HeartbeatAge { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    /// <summary>The part that renews itself.</summary>
    public async Task<IActionResult> OnGetLiveAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        return Partial("_HealthLive", this);
    }

    [Requires(Permission.Administer)]
    public async Task<IActionResult> OnPostTrialAsync(CancellationToken ct) => Back(await trial.SendAsync(UserName, ct), Here);

    private async Task ReadAsync(CancellationToken ct)
    {
        (Alerts, AlertProblem) = await alerts.ReadAsync(ct);
        Snapshot = await monitor.GetAsync(MaxAge, Patience, ct);
        Workers = await workers.ListAsync(ct);
        var monitoring = jobs.GetMonitoringApi();
        Servers = [.. monitoring.Servers()];
        Queues = [.. monitoring.Queues()];
        Jobs = monitoring.GetStatistics();
        var heard = Servers.Select(s => s.Heartbeat).Max();
        HeartbeatAge = heard is { } last ? time.GetUtcNow().UtcDateTime - last : null;
    }
}
