using System.Diagnostics;

namespace IngestaMaestras.Portal.Observability;

/// <summary>
/// Reads the parts whenever Prometheus asks, side by side, each at most every few seconds. A part that takes too long keeps
/// nobody waiting: it goes on by itself, and what it told last counts for a while, after which nothing is told.
/// </summary>
public sealed class MetricsCollection(
    IngestaMetrics metrics, IEnumerable<IMetricsPart> parts, MetricsOptions options, TimeProvider time, ILogger<MetricsCollection> logger)
{
    /// <summary>Prometheus gives a whole scrape ten seconds unless told otherwise.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>A cluster that is down takes seconds to be known as such, every time that it is asked.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly List<Part> _parts = [.. parts.Select(p => new Part(p))];
    private readonly Lock _lock = new();

    /// <summary>From now on every collection of the registry reads first.</summary>
    public void Attach() => metrics.Registry.AddBeforeCollectCallback(ReadAsync);

    private async Task ReadAsync(CancellationToken ct)
    {
        await Task.WhenAll(_parts.Select(p => ReadAsync(p, ct)));
        metrics.CollectSeconds.Set(_parts.Where(p => p.Elapsed is not null).Select(p => (new[] { p.Reader.Name }, p.Elapsed!.Value.TotalSeconds)));
    }

    private async Task ReadAsync(Part part, CancellationToken ct)
    {
        Task reading;
        lock (_lock)
        {
            if (part.Reading is { IsCompleted: false } already)
            {
                reading = already;
            }
            else if (part.ReadAt is { } at && time.GetUtcNow() - at < options.MaxAge)
            {
                return;
            }
            else
            {
                reading = part.Reading = Task.Run(() => ReadNowAsync(part), CancellationToken.None);
            }
        }

        await Task.WhenAny(reading, Task.Delay(Patience, time, ct));
        if (!reading.IsCompleted && !(part.ReadAt is { } told && time.GetUtcNow() - told < KeptFor))
        {
            part.Reader.Clear();
        }
    }

    private async Task ReadNowAsync(Part part)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await part.Reader.ReadAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            // Nobody waits for this task to its end: without a line here the fault would be nowhere.
            logger.LogError(e, "No se pudieron leer las métricas de {Part}", part.Reader.Name);
            part.Reader.Clear();
        }

        part.Elapsed = Stopwatch.GetElapsedTime(started);
        part.ReadAt = time.GetUtcNow();
    }

    private sealed class Part(IMetricsPart reader)
    {
        public IMetricsPart Reader { get; } = reader;

        public Task? Reading { get; set; }

        public DateTimeOffset? ReadAt { get; set; }

        public TimeSpan? Elapsed { get; set; }
    }
}
