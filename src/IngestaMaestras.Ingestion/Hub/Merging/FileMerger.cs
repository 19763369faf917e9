using System.Data;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;
using Npgsql;

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
        await tables.EnsureAsync(request.Layout, ct);
        foreach (var parent in layouts().ParentsOf(request.Layout))
        {
            await tables.EnsureAsync(parent, ct);
        }

        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        await MasterLock.AcquireAsync(connection, request.Layout.Maestra, ct);
        MergeTransaction merge = new(connection, request, errorLogLimit, ct);
        var result = await merge.ExecuteAsync();
        if (request.DryRun || result.Decision is MergeDecision.StageAgain or MergeDecision.AlreadyMerged)
        {
            await transaction.RollbackAsync(ct);
            return result;
        }

        await transaction.CommitAsync(ct);
        return result;
    }
}
