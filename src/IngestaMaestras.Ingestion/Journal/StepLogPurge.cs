using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Maintenance;

namespace IngestaMaestras.Ingestion.Journal;

/// <summary>Removes lines of <c>step_log</c> that are older than they are kept, in batches, so that nobody waits for it.</summary>
public sealed class StepLogPurge(HubDatabase hub, int keepDays = StepLogPurge.UsualDays) : IMaintenanceTask
{
    private const int UsualDays = 30;

    public string Name => "registro-pasos";

    private TimeSpan Keep { get; } = TimeSpan.FromDays(keepDays);

    async Task<MaintenanceResult> IMaintenanceTask.ExecuteAsync(CancellationToken ct) =>
        MaintenanceResult.Removed(await ExecuteAsync(ct), new { OlderThanDays = keepDays });

    /// <param name="batchSize">Lines looked at in one statement.</param>
    /// <returns>How many lines were removed.</returns>
    public async Task<long> ExecuteAsync(CancellationToken ct, int batchSize = 10_000)
    {
        await using var connection = await hub.OpenAsync(ct);
        long purged = 0;
        long last = 0;
        while (true)
        {
            // Ids follow time closely, though not exactly: the first batch without an old line is the end of them.
            var batch = await connection.QuerySingleAsync<(long Gone, long? Last)>(new CommandDefinition(
                """
                WITH batch AS (SELECT id, at FROM step_log WHERE id > @last ORDER BY id LIMIT @batchSize),
                     gone AS (DELETE FROM step_log s USING batch b
                               WHERE s.id = b.id AND b.at < clock_timestamp() - @Keep RETURNING s.id)
                SELECT (SELECT count(*) FROM gone), (SELECT max(id) FROM batch)
                """,
                new { last, batchSize, Keep },
                commandTimeout: 0,
                cancellationToken: ct));
            purged += batch.Gone;
            if (batch.Gone == 0 || batch.Last is null)
            {
                break;
            }

            last = batch.Last.Value;
        }

        if (purged > 0)
        {
            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    "purgar_registro_de_pasos", AuditEntry.System, "succeeded", new { OlderThanDays = Keep.TotalDays }, new { Total = purged }),
                ct);
        }

        return purged;
    }
}
