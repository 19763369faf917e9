namespace IngestaMaestras.Portal.Hosting.Health;

/// <summary>
/// Keeps the last answer of <see cref="HealthProbe"/> for pages that renew themselves: however many look, the dependencies
/// are asked once in a while, and a page never waits long for one that does not answer.
/// </summary>
public sealed class HealthMonitor(HealthProbe probe, TimeProvider time, ILogger<HealthMonitor> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HealthFault> _faults = [];
    private HealthSnapshot? _latest;
    private Task? _asking;

    /// <param name="maxAge">A newer answer than this is good enough.</param>
    /// <param name="patience">How long to wait for a new one before the old one will do.</param>
    /// <returns>Null while nothing has been answered yet.</returns>
    public async Task<HealthSnapshot?> GetAsync(TimeSpan maxAge, TimeSpan patience, CancellationToken ct)
    {
        Task asking;
        lock (_lock)
        {
            if (_latest is { } latest && time.GetUtcNow() - latest.At < maxAge)
            {
                return latest;
            }

            asking = _asking is { IsCompleted: false } already ? already : _asking = Task.Run(AskAsync, CancellationToken.None);
        }

        await Task.WhenAny(asking, Task.Delay(patience, ct));
        ct.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return _latest;
        }
    }

    private async Task AskAsync()
    {
        try
        {
            var entries = await probe.ExecuteAsync(CancellationToken.None);
            var now = time.GetUtcNow();
            lock (_lock)
            {
                foreach (var entry in entries.Where(e => !e.IsWell))
                {
                    _faults[entry.Name] = new HealthFault(now, entry.Detail);
                }

                _latest = new HealthSnapshot(now, entries, new Dictionary<string, HealthFault>(_faults));
            }
        }
        catch (Exception e)
        {
            // Nobody waits for this task to its end: without a line here the fault would be nowhere.
            logger.LogError(e, "No se pudo preguntar a las dependencias");
        }
    }
}
