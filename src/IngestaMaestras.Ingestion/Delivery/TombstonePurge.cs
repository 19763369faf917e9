using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Maintenance;

namespace IngestaMaestras.Ingestion.Delivery;

/// <summary>
/// Removes the tombstones of deleted keys that nobody needs any more: every registered target, on or off, is past them,
/// and they are old enough for a replay of last weeks to be possible. A target that was never reached holds nothing that
/// could have to be deleted, and waits for none of them.
/// </summary>
public sealed class TombstonePurge(HubDatabase hub) : IMaintenanceTask
{
    public static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    public string Name => "borrados";

    async Task<MaintenanceResult> IMaintenanceTask.ExecuteAsync(CancellationToken ct)
    {
        var purged = await ExecuteAsync(ct);
        return MaintenanceResult.Removed(purged.Values.Sum(), new { Masters = purged });
    }

    /// <returns>How many were removed, by master.</returns>
    public async Task<IReadOnlyDictionary<string, long>> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var purged = (await connection.QueryAsync<(string Maestra, long Count)>(new CommandDefinition(
            """
            WITH passed AS (
                SELECT m.maestra, min(coalesce(d.watermark, 0)) FILTER (WHERE t.target IS NOT NULL) AS version
                  FROM (SELECT DISTINCT maestra FROM tombstone) m
                  LEFT JOIN delivery_target t ON t.identity IS NOT NULL
                  LEFT JOIN delivery d ON d.target = t.target AND d.maestra = m.maestra
                 GROUP BY m.maestra),
            gone AS (
                DELETE FROM tombstone b USING passed p
                 WHERE p.maestra = b.maestra AND b.deleted_at < clock_timestamp() - @Keep AND (p.version IS NULL OR b.version <= p.version)
                RETURNING b.maestra)
            SELECT maestra, count(*) FROM gone GROUP BY maestra ORDER BY maestra
            """,
            new { Keep },
            commandTimeout: 0,
            cancellationToken: ct))).ToDictionary(p => p.Maestra, p => p.Count, StringComparer.Ordinal);
        if (purged.Count > 0)
        {
            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    "purgar_borrados", AuditEntry.System, "succeeded", new { OlderThanDays = Keep.TotalDays },
                    new { Total = purged.Values.Sum(), Masters = purged }),
                ct);
        }

        await transaction.CommitAsync(ct);
        return purged;
    }
}
