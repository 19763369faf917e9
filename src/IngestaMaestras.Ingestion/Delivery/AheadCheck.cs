using System.Collections.Concurrent;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// Notices that a hub was put back to an earlier state behind the program's back (restored by hand, or with its volume):
/// every delivery has an epoch, which is in the hub before anything is sent and goes with what is sent. A target that
/// holds a later epoch than the hub knows of, or a version that the hub has not given yet, is ahead of it.
/// </summary>
public sealed class AheadCheck(HubDatabase hub, DeliveryStore store, ILogger<AheadCheck> logger)
{
    /// <summary>The last epoch that this process took of each: the target need not be asked before each delivery.</summary>
    private readonly ConcurrentDictionary<(string Target, string Maestra), long> _taken = new();

    /// <summary>
    /// Looks, the first time in this process at the target's own mark, and holds all deliveries when it is ahead: nothing
    /// goes out before somebody has compared.
    /// </summary>
    /// <returns>Whether it is ahead.</returns>
    /// <exception cref="DeliveryException">The target does not answer.</exception>
    public async Task<bool> IsAheadAsync(IDeliveryTarget target, Layout layout, CancellationToken ct)
    {
        var key = (target.Name, layout.Maestra);
        var seen = await store.ReadStandingAsync(target.Name, layout.Maestra, ct);
        var taken = _taken.GetValueOrDefault(key);
        if (seen.IsHeld || (taken > 0 && seen.Epoch >= taken))
        {
            return false;
        }

        var mark = await target.ReadMarkAsync(layout, ct);
        // After the mark: what was sent meanwhile is known to the hub by now.
        var known = await store.ReadStandingAsync(target.Name, layout.Maestra, ct);
        // A target that was forgotten, or is new, has no epoch to go by.
        var isBehind = known.Epoch is { } epoch && (taken > epoch || mark?.Epoch > epoch);
        if (!isBehind && !(mark?.Version > known.LastVersion))
        {
            _taken[key] = known.Epoch ?? 0;
            return false;
        }

        _taken.TryRemove(key, out _);
        mark ??= new TargetMark(0, taken);
        if (await HubEpoch.BeginAsync(hub, target.Name, layout.Maestra, mark, (known.LastVersion, known.Epoch ?? 0), ct))
        {
            logger.LogWarning("{Reason}", DeliveryMessages.Format("TargetAhead", target.Title, layout.Maestra, mark.Version, known.LastVersion));
        }

        return true;
    }

    /// <summary>This process has taken a delivery: a hub that knows only of earlier ones has gone back.</summary>
    public void Took(string target, string maestra, long epoch) => _taken[(target, maestra)] = epoch;
}
