using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>Removes the rows of a table that are older than they are kept, in batches of their own transactions.</summary>
/// <param name="table">Name of the table.</param>
/// <param name="condition">Of rows <c>r</c> that are too old, with <c>@keep</c>.</param>
public sealed class AgedRows(HubDatabase hub, string name, string table, string condition, TimeSpan keep, int batchSize) : IMaintenanceTask
{
    public string Name => name;

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        long removed = 0;
        while (true)
        {
            var gone = await connection.ExecuteAsync(new CommandDefinition(
                $"DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT r.ctid FROM {table} r WHERE {condition} LIMIT @batchSize))",
                new { keep, batchSize },
                commandTimeout: 0,
                cancellationToken: ct));
            removed += gone;
            if (gone < batchSize)
            {
                return MaintenanceResult.Removed(removed, new { OlderThanDays = keep.TotalDays });
            }
        }
    }
}
