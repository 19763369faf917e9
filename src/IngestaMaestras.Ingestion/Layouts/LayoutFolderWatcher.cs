using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>
/// Calls back when a folder may have changed: some time after the system's notifications, and periodically because there
/// may be none (network folders, exhausted watches, a folder that is replaced or does not exist yet).
/// </summary>
internal sealed class LayoutFolderWatcher : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly ILogger _logger;
    private readonly TimeSpan _debounce;
    private readonly Action _look;
    private readonly ITimer _poll;
    private readonly ITimer _quiet;
    private FileSystemWatcher? _notifications;
    private bool _isDisposed;

    public LayoutFolderWatcher(
        string folder, TimeProvider time, ILogger logger, LayoutStoreOptions options, Action look)
    {
        _folder = folder;
        _logger = logger;
        _debounce = options.Debounce;
        _look = look;
        _quiet = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        EnsureNotifications();
        _poll = time.CreateTimer(_ => Poll(), null, options.PollInterval, options.PollInterval);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            StopNotifications();
        }

        _poll.Dispose();
        _quiet.Dispose();
    }

    private void Poll()
    {
        EnsureNotifications();
        Look();
    }

    private void Look()
    {
        try
        {
            _look();
        }
        catch (Exception e)
        {
            // On a timer's thread an exception would end the process; the next look may do better.
            _logger.LogError(e, "Reading the layouts in {Folder} failed", _folder);
        }
    }

    private void EnsureNotifications()
    {
        lock (_lock)
        {
            if (_isDisposed || (_notifications is not null && Directory.Exists(_folder)))
            {
                return;
            }

            StopNotifications();
            try
            {
                if (Directory.Exists(_folder))
                {
                    StartNotifications();
                }
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
            {
                // No watches left, or the folder is gone again: polling goes on and tries again.
                _logger.LogDebug(e, "No notifications for {Folder}", _folder);
                StopNotifications();
            }
        }
    }

    private void StopNotifications() => Interlocked.Exchange(ref _notifications, null)?.Dispose();

    private void StartNotifications()
    {
        FileSystemWatcher watcher = new(_folder)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, _) => Noticed();
        watcher.Created += (_, _) => Noticed();
        watcher.Deleted += (_, _) => Noticed();
        watcher.Renamed += (_, _) => Noticed();
        watcher.Error += (_, _) => Lost(watcher);
        _notifications = watcher;
        watcher.EnableRaisingEvents = true;
    }

    // What notifications call takes no lock: disposing a watcher, which happens under ours, may wait for them. A timer
    // that is disposed already takes no notice.
    private void Noticed() => _quiet.Change(_debounce, Timeout.InfiniteTimeSpan);

    /// <summary>Notifications may have been lost: look, and watch anew at the next poll.</summary>
    private void Lost(FileSystemWatcher watcher)
    {
        Interlocked.CompareExchange(ref _notifications, null, watcher);
        watcher.Dispose();
        Noticed();
    }
}
