using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Configuration;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Tables;
using Microsoft.Extensions.Logging;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// Sends one master's changes to one target, chunk by chunk, until nothing is pending. The watermark moves after each
/// chunk, so that whoever goes on begins where this one ended; a crash between the two sends a chunk again, never skips.
/// </summary>
public sealed class DeliveryRunner(
    DeliveryTargets targets,
    DeliveryStore store,
    AheadCheck ahead,
    ChangeFeed feed,
    Func<LayoutSet> layouts,
    DeliveryOptions options,
    IngestaOptions ingesta,
    TimeProvider time,
    ILogger<DeliveryRunner> logger)
{
    /// <param name="retryAfter">When the queue tries again if this attempt fails; null: not by itself.</param>
    /// <exception cref="DeliveryException">The attempt failed; it is written down.</exception>
    public async Task<DeliveryOutcome> DeliverAsync(string targetName, string maestra, TimeSpan? retryAfter, CancellationToken ct)
    {
        if (targets.Find(targetName) is not { } target)
        {
            return new DeliveryOutcome(0, DeliveryMessages.Format("UnknownTarget", targetName, string.Join(", ", targets.All.Select(t => t.Name))));
        }

        if (target.OffReason is { } reason)
        {
            return new DeliveryOutcome(0, reason);
        }

        if (layouts().Find(maestra) is not { } layout)
        {
            return new DeliveryOutcome(0, DeliveryMessages.Format("NoLayout", maestra));
        }

        long? epoch = null;
        try
        {
            var identity = await ContactAsync(target, ct);
            if (await ahead.IsAheadAsync(target, layout, ct))
            {
                return new DeliveryOutcome(0, DeliveryMessages.Format("Held", maestra, target.Title));
            }

            if (await store.TryAcquireAsync(target.Name, layout.Maestra, identity.Identity, ct, evenHeld: false) is not { } taken)
            {
                var why = await store.IsHeldAsync(target.Name, layout.Maestra, ct) ? "Held" : "Busy";
                return new DeliveryOutcome(0, DeliveryMessages.Format(why, maestra, target.Title));
            }

            epoch = taken.Epoch;
            ahead.Took(target.Name, layout.Maestra, taken.Epoch);
            var log = await ReadLogAsync(target, layout, ct);
            if (log.Files.Count > 0)
            {
                log.Begins();
            }

            return await SendAllAsync(target, new DeliveryAssignment(layout, taken.Epoch, taken.Watermark), log, ct);
        }
        catch (DeliveryLostException e)
        {
            logger.LogWarning("{Reason}", e.Message);
            return new DeliveryOutcome(0, e.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            if (epoch is { } held)
            {
                await store.ReleaseAsync(target.Name, layout.Maestra, held);
            }

            throw;
        }
        catch (Exception e) when (e is DeliveryException or HubTableException)
        {
            var mayPass = e is DeliveryException { MayPass: true };
            DateTimeOffset? nextAttempt = mayPass && retryAfter is { } wait ? time.GetUtcNow() + wait : null;
            (await ReadLogAsync(target, layout, ct)).Failed(e.Message, nextAttempt);
            await store.FailAsync(target, layout.Maestra, epoch, e.Message, nextAttempt, ct);
            throw e as DeliveryException ?? new DeliveryException(e.Message, mayPass: false, e);
        }
    }

    /// <summary>
    /// Looks whether a target is ahead of the hub in any master, and holds all deliveries when it is: at the start, so that
    /// people learn of it before anything is delivered.
    /// </summary>
    /// <exception cref="DeliveryException">It does not answer.</exception>
    public async Task LookAheadAsync(IDeliveryTarget target, CancellationToken ct)
    {
        foreach (var layout in layouts().All)
        {
            try
            {
                if (await ahead.IsAheadAsync(target, layout, ct))
                {
                    return;
                }
            }
            catch (DeliveryException e) when (!e.MayPass)
            {
                // A topic that cannot be: nothing was ever sent there, and its delivery tells why.
            }
        }
    }

    /// <summary>Asks the target who it is and writes the answer down.</summary>
    /// <exception cref="DeliveryException">It does not answer.</exception>
    public async Task<TargetIdentity> ContactAsync(IDeliveryTarget target, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        try
        {
            var identity = await target.IdentifyAsync(ct);
            await store.NoteContactAsync(target.Name, identity, time.GetElapsedTime(started), ct);
            return identity;
        }
        catch (DeliveryException e)
        {
            await store.NoteSilenceAsync(target.Name, e.Message, ct);
            throw;
        }
    }

    private async Task<DeliveryLog> ReadLogAsync(IDeliveryTarget target, Layout layout, CancellationToken ct)
    {
        var (files, failures) = await store.ReadPendingAsync(target.Name, layout.Maestra, ct);
        return new DeliveryLog(logger, target, layout.Maestra, files, failures + 1, store.WorkerId);
    }

    private async Task<DeliveryOutcome> SendAllAsync(
        IDeliveryTarget target, DeliveryAssignment assignment, DeliveryLog log, CancellationToken ct)
    {
        await using DeliveryLease lease = new(
            store, target.Name, assignment.Layout.Maestra, assignment.Epoch, ingesta.LeaseRenewInterval, time, logger, ct);
        try
        {
            await feed.PrepareAsync(assignment.Layout, lease.Token);
            await using var session = await target.OpenAsync(assignment, lease.Token);
            var sent = await SendAsync(target, session, assignment, lease);
            await store.ResolveAsync(target, assignment.Layout.Maestra, ct);
            await lease.DisposeAsync();
            await store.ReleaseAsync(target.Name, assignment.Layout.Maestra, assignment.Epoch);
            if (sent > 0)
            {
                log.Delivered(sent);
            }

            return new DeliveryOutcome(sent, DeliveryMessages.Format("Delivered", assignment.Layout.Maestra, target.Title, sent));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new DeliveryLostException(target.Name, assignment.Layout.Maestra);
        }
    }

    private async Task<long> SendAsync(IDeliveryTarget target, IDeliverySession session, DeliveryAssignment assignment, DeliveryLease lease)
    {
        var layout = assignment.Layout;
        var ct = lease.Token;
        long sent = 0;
        await using FeedReader reader = new(feed, layout, new FeedRange(options.ChunkSize), assignment.Watermark);
        while (await reader.NextAsync(ct) is { } chunk)
        {
            ct.ThrowIfCancellationRequested();
            IReadOnlyList<RowFault> faults = [];
            if (chunk.Changes.Count > 0)
            {
                faults = await session.SendAsync(
                    chunk, t => store.EnsureOwnerAsync(target.Name, layout.Maestra, assignment.Epoch, t), ct);
            }

            await store.AdvanceAsync(target, layout.Maestra, assignment.Epoch, chunk, faults, ct);
            sent += chunk.Changes.Count - faults.Count;
        }

        return sent;
    }
}
