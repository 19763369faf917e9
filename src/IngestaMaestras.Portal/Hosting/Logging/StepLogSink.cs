using IngestaMaestras.Ingestion.Journal;
using Npgsql;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace IngestaMaestras.Portal.Hosting.Logging;

/// <summary>
/// Keeps log lines about runs in <c>step_log</c>. Best effort: the ingestion never waits for it; while the database is
/// away lines queue up to a limit, and how many were lost is told on standard error.
/// </summary>
public sealed class StepLogSink(string? connectionString = null, TextWriter? errors = null)
    : IBatchedLogEventSink, ILoggingFailureListener, IAsyncDisposable, IDisposable
{
    private static readonly BatchingOptions Batching = new()
    {
        BatchSizeLimit = 500,
        // The limit is ours, below: Serilog tells nobody what it turns away.
        QueueLimit = null,
        BufferingTimeLimit = TimeSpan.FromMilliseconds(500),
        RetryTimeLimit = TimeSpan.FromMinutes(5),
    };

    /// <summary>Lines that may wait for the database.</summary>
    private const int QueueLimit = 10_000;

    private static readonly TimeSpan TellInterval = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly TextWriter _errors = errors ?? Console.Error;
    private NpgsqlDataSource? _database = connectionString is null ? null : Connect(connectionString);
    private long _waiting;
    private long _dropped;
    private long _droppedInAll;
    private long _toldAt;

    /// <summary>Lines that will never be written.</summary>
    public long Dropped => Interlocked.Read(ref _droppedInAll);

    /// <summary>The hub is known only after logging has begun.</summary>
    public void ConnectTo(string hub) => _database = Connect(hub);

    /// <summary>Sends here what a logger hears about runs.</summary>
    /// <param name="batching">Null: as the program does.</param>
    public void ListenTo(LoggerConfiguration logger, BatchingOptions? batching = null)
    {
        ArgumentNullException.ThrowIfNull(logger);
        logger.WriteTo.Logger(about => about
            .MinimumLevel.Verbose()
            .Filter.ByIncludingOnly(e => StepLogEvents.IsAboutRun(e) && MayWait())
            .WriteTo.Fallible(sinks => sinks.Sink(this, batching ?? Batching), this));
    }

    public async Task EmitBatchAsync(IReadOnlyCollection<LogEvent> batch)
    {
        // The filter has let nothing through that is about no run.
        var lines = batch.Select(StepLogEvents.ToLine).OfType<StepLogLine>().ToList();
        var database = _database ?? throw new InvalidOperationException("The hub is not known yet.");
        await using var connection = await database.OpenConnectionAsync();
        await StepLogWriter.WriteAsync(connection, lines, CancellationToken.None);
        Interlocked.Add(ref _waiting, -batch.Count);
    }

    public Task OnEmptyBatchAsync()
    {
        Tell(force: false);
        return Task.CompletedTask;
    }

    public void OnLoggingFailed(
        object sender, LoggingFailureKind kind, string message, IReadOnlyCollection<LogEvent>? events, Exception? exception)
    {
        // What failed for now is tried again.
        if (kind != LoggingFailureKind.Temporary && events is not null)
        {
            Interlocked.Add(ref _waiting, -events.Count);
            Drop(events.Count);
            Tell(force: false);
        }
    }

    public void Dispose()
    {
        Tell(force: true);
        _database?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Tell(force: true);
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    /// <summary>A pool of its own, of one connection: the ingestion's are not for this, and outlive neither.</summary>
    private static NpgsqlDataSource Connect(string hub) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(hub)
    {
        ApplicationName = "ingesta-registro",
        MaxPoolSize = 1,
        Timeout = 5,
        CommandTimeout = 10,
    });

    private bool MayWait()
    {
        if (Interlocked.Increment(ref _waiting) <= QueueLimit)
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        Drop(1);
        return false;
    }

    private void Drop(int count)
    {
        Interlocked.Add(ref _dropped, count);
        Interlocked.Add(ref _droppedInAll, count);
    }

    private void Tell(bool force)
    {
        lock (_lock)
        {
            var now = Environment.TickCount64;
            if (_dropped > 0 && (force || _toldAt == 0 || now - _toldAt >= TellInterval.TotalMilliseconds))
            {
                var lost = Interlocked.Exchange(ref _dropped, 0);
                _errors.WriteLine($"Registro de pasos: PostgreSQL no responde y se perdieron {lost} líneas; la ingesta sigue su curso.");
                _toldAt = now;
            }
        }
    }
}
