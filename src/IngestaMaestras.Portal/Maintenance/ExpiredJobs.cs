using Dapper;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Maintenance;
using static IngestaMaestras.Portal.Pages.Support.PageTexts;

namespace IngestaMaestras.Portal.Maintenance;

/// <summary>
/// Looks whether the job queue forgets what has expired, which it does by itself every hour while a worker runs: rows long past
/// their time mean that it does not, and that its tables grow.
/// </summary>
internal sealed class ExpiredJobs(HubDatabase hub) : IMaintenanceTask
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Those of the queue's tables whose rows expire.</summary>
    private static readonly string[] Tables = ["job", "set", "hash", "list", "counter", "aggregatedcounter"];

    public string Name => "trabajos-vencidos";

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var there = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'hangfire' AND column_name = 'expireat' AND table_name = ANY(@Tables)",
            new { Tables },
            cancellationToken: ct))).ToList();
        List<(string Table, long Rows)> left = [];
        foreach (var table in there.Order(StringComparer.Ordinal))
        {
            var rows = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                $"""SELECT count(*) FROM hangfire."{table}" WHERE expireat < clock_timestamp() - @Patience""", new { Patience }, commandTimeout: 0, cancellationToken: ct));
            if (rows > 0)
            {
                left.Add((table, rows));
            }
        }

        return left.Count == 0
            ? new MaintenanceResult(0, T("Maintenance.NoExpired", there.Count))
            : new MaintenanceResult(
                0, T("Maintenance.Expired", string.Join(", ", left.Select(l => $"{l.Table} ({l.Rows})"))),
                new { Tables = left.Select(l => new { l.Table, l.Rows }).ToList() }, IsWarning: true);
    }
}
