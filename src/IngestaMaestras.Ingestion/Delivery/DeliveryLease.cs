using IngestaMaestras.Ingestion.Hub;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>Keeps a delivery for this worker while it lasts; its token falls when the delivery is lost.</summary>
internal sealed class DeliveryLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewal;
    private bool _isDisposed;

    public DeliveryLease(
        DeliveryStore store, string target, string maestra, long epoch, TimeSpan interval, TimeProvider time, ILogger logger, CancellationToken ct)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _renewal = RenewAsync(store, target, maestra, epoch, interval, time, logger);
    }

    public CancellationToken Token => _source.Token;

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stop.CancelAsync();
        await _renewal;
        _stop.Dispose();
        _source.Dispose();
    }

    private async Task RenewAsync(
        DeliveryStore store, string target, string maestra, long epoch, TimeSpan interval, TimeProvider time, ILogger logger)
    {
        using PeriodicTimer timer = new(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    if (!await store.RenewAsync(target, maestra, epoch, _stop.Token))
                    {
                        await _source.CancelAsync();
                        return;
                    }
                }
                catch (Exception e) when (SqlStates.IsTransient(e))
                {
                    // Without a renewal the lease runs out, and the check before the commit says so.
                    logger.LogWarning("No se pudo renovar la entrega de {Maestra} a {Target}: {Reason}", maestra, target, e.Message);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Done.
        }
    }
}
