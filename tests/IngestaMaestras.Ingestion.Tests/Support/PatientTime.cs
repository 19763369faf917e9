namespace IngestaMaestras.Ingestion.Tests.Support;

/// <summary>A clock for those who wait: a wait ends at once, the clock is later by it, and meanwhile something happens.</summary>
internal sealed class PatientTime : TimeProvider
{
    private long _elapsed;

    /// <summary>What happens while somebody waits.</summary>
    public Action Meanwhile { get; set; } = () => { };

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    public override DateTimeOffset GetUtcNow() => new FixedTime().GetUtcNow().AddTicks(GetTimestamp());

    public void Pass(TimeSpan time) => Interlocked.Add(ref _elapsed, time.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new PassedTimer(() =>
        {
            Meanwhile();
            Pass(dueTime);
            callback(state);
        });

    /// <summary>Rings as soon as its owner has got hold of it.</summary>
    private sealed class PassedTimer : ITimer
    {
        public PassedTimer(Action ring) => ThreadPool.QueueUserWorkItem(_ => ring());

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
