using IngestaMaestras.Portal.Hosting.Health;

namespace IngestaMaestras.Portal.Observability;

/// <summary>Whether every dependency answers, as the pages see it.</summary>
internal sealed class HealthMetrics(IngestaMetrics metrics, HealthMonitor monitor) : IMetricsPart
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "health";

    public async Task ReadAsync(CancellationToken ct)
    {
        if (await monitor.GetAsync(MaxAge, Patience, ct) is not { } snapshot)
        {
            Clear();
            return;
        }

        var entries = snapshot.Entries.Where(e => e.State != HealthEntry.Off).ToList();
        metrics.DependencyUp.Set(entries.Select(e => (new[] { e.Name }, e.State == HealthEntry.Down ? 0.0 : 1)));
        metrics.DependencyLatency.Set(entries.Where(e => e.LatencyMs is not null).Select(e => (new[] { e.Name }, e.LatencyMs!.Value / 1000.0)));
    }

    public void Clear()
    {
        metrics.DependencyUp.Clear();
        metrics.DependencyLatency.Clear();
    }
}
