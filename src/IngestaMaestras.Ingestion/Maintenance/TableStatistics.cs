using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>
/// Refreshes the planner's statistics of tables of which a large part changed, which autovacuum may not have come to yet.
/// </summary>
public sealed class TableStatistics(HubDatabase hub) : IMaintenanceTask
{
    private const int FewRows = 1_000;
    private const double Share = 0.1;

    public string Name => "estadisticas";

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var stale = (await connection.QueryAsync<(string Table, long Changed)>(new CommandDefinition(
            """
            SELECT format('%I.%I', schemaname, relname), n_mod_since_analyze FROM pg_stat_user_tables
             WHERE schemaname = @Schema AND n_mod_since_analyze > greatest(@FewRows, @Share * n_live_tup) ORDER BY 1
            """,
            new { HubDatabase.Schema, FewRows, Share },
            cancellationToken: ct))).ToList();
        foreach (var (table, _) in stale)
        {
            await connection.ExecuteAsync(new CommandDefinition($"ANALYZE {table}", commandTimeout: 0, cancellationToken: ct));
        }

        return new MaintenanceResult(
            stale.Count, MaintenanceMessages.Format("Refreshed", stale.Count), new { Tables = stale.Select(s => s.Table).ToList() });
    }
}
