using System.Data;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Tables;

namespace IngestaMaestras.Ingestion.Hub.Merging;

/// <summary>
/// Merges a staged file into its master's table: one transaction under the master's lock that commits whole or never
/// happened (design §3). Differences are found by one join, only they are written.
/// </summary>
public sealed class FileMerger(HubDatabase hub, HubTables tables, Func<LayoutSet> layouts, int errorLogLimit)
{
    /// <exception cref="ClaimLostException">Another attempt owns the file; nothing was written.</exception>
    /// <exception cref="HubTableException">A table does not fit its layout.</exception>
    public async Task<MergeResult> MergeAsync(MergeRequest request, CancellationToken ct)
    {
        IEnumerable<Layout> involved = [request.Layout, .. layouts().ParentsOf(request.Layout)];
        if (!request.DryRun)
        {
            foreach (var layout in involved)
            {
                await tables.EnsureAsync(layout, ct);
            }
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await MasterLock.AcquireAsync(connection, request.Layout.Maestra, ct);
        if (request.DryRun)
        {
            // Tables that a dry run needs vanish with its transaction.
            foreach (var layout in involved)
            {
                await HubTables.ApplyAsync(connection, layout, ct);
            }
        }

        MergeTransaction merge = new(connection, request, errorLogLimit, ct);
        // Read after the wait for the lock: layouts may have changed since the file was staged.
        var inForce = request.DryRun ? null : layouts().Find(request.Layout.Maestra);
        var result = await merge.MergeAsync((inForce ?? request.Layout).Fingerprint);
        if (request.DryRun || result.Decision is MergeDecision.StageAgain or MergeDecision.AlreadyMerged)
        {
            await transaction.RollbackAsync(ct);
            return result;
        }

        await transaction.CommitAsync(ct);
        return result;
    }
}
