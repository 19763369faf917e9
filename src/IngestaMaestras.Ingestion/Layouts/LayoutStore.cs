using IngestaMaestras.Core.Layouts;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Layouts;

/// <summary>
/// The layouts of a folder, read again whenever it changes. A folder with errors changes nothing but
/// <see cref="Problems"/>: the last good set stays in force. Neither construction nor reading throws for what is in the
/// folder, not even for a missing one. Thread-safe.
/// </summary>
public sealed class LayoutStore : IDisposable
{
    private readonly Lock _reading = new();
    private readonly LayoutFolderWatcher _watcher;
    private readonly TimeProvider _time;
    private readonly ILogger<LayoutStore> _logger;
    private volatile LayoutSnapshot _snapshot;
    private string? _signature;
    private bool _isDisposed;

    public LayoutStore(string folder, TimeProvider time, ILogger<LayoutStore> logger, LayoutStoreOptions? options = null)
    {
        Folder = Path.GetFullPath(folder);
        _time = time;
        _logger = logger;
        _snapshot = new LayoutSnapshot(LayoutSet.Empty, [], time.GetUtcNow(), IsUpToDate: false);
        // Watching before reading: a change in between is noticed.
        _watcher = new LayoutFolderWatcher(Folder, time, logger, options ?? new LayoutStoreOptions(), () => Reload());
        Reload();
    }

    /// <summary>
    /// The folder differs from the last reading: another set is in force, or other problems are known. Raised one at a
    /// time, on the thread that read; by then the properties have the new values.
    /// </summary>
    public event EventHandler<LayoutsChangedEventArgs>? Changed;

    /// <summary>Full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Everything below, of one moment.</summary>
    public LayoutSnapshot Snapshot => _snapshot;

    /// <summary>The layouts in force; the empty set until a reading without errors.</summary>
    public LayoutSet Current => _snapshot.Layouts;

    /// <summary>What is wrong with the folder as it is now, warnings included.</summary>
    public IReadOnlyList<LayoutProblem> Problems => _snapshot.Problems;

    /// <summary>When the set in force was loaded; when the store was made, if none ever was.</summary>
    public DateTimeOffset LoadedAt => _snapshot.LoadedAt;

    /// <summary>Reads the folder now, without waiting to notice a change.</summary>
    public LayoutSnapshot Reload()
    {
        lock (_reading)
        {
            if (!_isDisposed)
            {
                var (signature, result) = Read();
                if (signature != _signature)
                {
                    _signature = signature;
                    Publish(result());
                }
            }

            return _snapshot;
        }
    }

    public void Dispose()
    {
        _watcher.Dispose();
        lock (_reading)
        {
            _isDisposed = true;
        }
    }

    private (string Signature, Func<LayoutLoadResult> Result) Read()
    {
        try
        {
            var content = LayoutFolder.Read(Folder);
            return (content.Signature, content.Load);
        }
        catch (LayoutFolderException e)
        {
            var problem = LayoutFolderMessages.FolderProblem(Folder, e.Message);
            return (e.Message, () => new LayoutLoadResult(LayoutSet.Empty, [problem]));
        }
    }

    private void Publish(LayoutLoadResult result)
    {
        if (result.IsValid)
        {
            _snapshot = new LayoutSnapshot(result.Layouts, result.Problems, _time.GetUtcNow(), IsUpToDate: true);
            _logger.LogInformation("{Count} layouts loaded from {Folder}", result.Layouts.All.Count, Folder);
        }
        else
        {
            _snapshot = _snapshot with { Problems = result.Problems, IsUpToDate = false };
            _logger.LogError(
                "The layouts in {Folder} have errors; those of {LoadedAt} stay in force: {Problems}",
                Folder, LoadedAt, result.Problems.Where(p => !p.IsWarning).Select(p => p.ToString()));
        }

        try
        {
            Changed?.Invoke(this, new LayoutsChangedEventArgs(_snapshot));
        }
        catch (Exception e)
        {
            // Whoever listens cannot keep layouts from being read again.
            _logger.LogError(e, "A listener of changed layouts failed");
        }
    }
}
