using Dapper;
using IngestaMaestras.Ingestion.Hub;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>
/// Looks whether autovacuum does its work: tables with many rows that nobody sees any more, which it has not come to for a day.
/// </summary>
public sealed class DeadRows(HubDatabase hub) : IMaintenanceTask
{
    private const int FewRows = 10_000;

    /// <summary>Autovacuum itself begins at a fifth.</summary>
    private const double Share = 0.25;

    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    public string Name => "autovacuum";

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var isOn = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT current_setting('autovacuum')::bool AND current_setting('track_counts')::bool", cancellationToken: ct));
        var left = (await connection.QueryAsync<(string Table, long Dead)>(new CommandDefinition(
            """
            SELECT schemaname || '.' || relname, n_dead_tup FROM pg_stat_user_tables
             WHERE n_dead_tup > greatest(@FewRows, @Share * n_live_tup)
               AND coalesce(greatest(last_vacuum, last_autovacuum), '-infinity') < clock_timestamp() - @Patience
             ORDER BY n_dead_tup DESC
            """,
            new { FewRows, Share, Patience },
            cancellationToken: ct))).AsList();
        return (isOn, left.Count) switch
        {
            (false, _) => new MaintenanceResult(0, MaintenanceMessages.Format("AutovacuumOff"), IsWarning: true),
            (_, 0) => new MaintenanceResult(0, MaintenanceMessages.Format("AutovacuumGood")),
            _ => new MaintenanceResult(
                0, MaintenanceMessages.Format("AutovacuumBehind", string.Join(", ", left.Select(l => $"{l.Table} ({l.Dead})"))),
                new { Tables = left.Select(l => new { l.Table, l.Dead }).ToList() }, IsWarning: true),
        };
    }
}
