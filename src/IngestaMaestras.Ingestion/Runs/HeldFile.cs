using IngestaMaestras.Ingestion.Hub.Merging;

namespace IngestaMaestras.Ingestion.Runs;

/// <summary>A file that this worker holds, with the token under which it works on it.</summary>
public sealed class HeldFile : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly Action<HeldFile> _release;
    private long _renewedAt;

    internal HeldFile(FileClaim claim, CancellationTokenSource source, long since, Action<HeldFile> release)
    {
        Claim = claim;
        Since = since;
        _renewedAt = since;
        _source = source;
        _release = release;
    }

    public FileClaim Claim { get; }

    /// <summary>Falls when the claim is lost, when the run is to be cancelled, or when the caller's token falls.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The claim is another attempt's now, or could not be renewed in time.</summary>
    public bool IsLost { get; private set; }

    /// <summary>An operator asked to cancel the run.</summary>
    public bool CancelRequested { get; private set; }

    internal long Since { get; }

    internal long RenewedAt => Interlocked.Read(ref _renewedAt);

    public void Dispose()
    {
        _release(this);
        _source.Dispose();
    }

    internal void Renewed(long timestamp, bool cancelRequested)
    {
        Interlocked.Exchange(ref _renewedAt, timestamp);
        if (cancelRequested && !CancelRequested)
        {
            CancelRequested = true;
            Cancel();
        }
    }

    internal void Lose()
    {
        IsLost = true;
        Cancel();
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended just now: there is nothing left to cancel.
        }
    }
}
