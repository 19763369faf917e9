using Dapper;
using IngestaMaestras.Ingestion.Hub.PrivatePostgres;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>
/// A streaming standby is promoted while a worker is in the middle of a file: the worker, whose connection string names
/// both servers, goes on by itself. On two servers of the drill's own; what the hub's server has is told beside it.
/// </summary>
internal sealed class StandbyPart(DrillSetting setting) : IDrillPart
{
    public string Name => "conmutacion";

    public async Task<DrillResult> RunAsync(DrillContext context, CancellationToken ct)
    {
        var standbys = await DescribeStandbysAsync(context, ct);
        if (!await StandbyPair.IsPossibleAsync(ct))
        {
            return DrillResult.Skipped(DrillMessages.Format("NoServerBinaries"), standbys);
        }

        await using var pair = await StandbyPair.StartAsync(Directory.CreateDirectory(Path.Combine(context.Folder, "pg")).FullName, ct);
        var root = Directory.CreateDirectory(Path.Combine(context.Folder, "c")).FullName;
        DrillLoad load = new(setting, pair.Both, root);
        List<string> details = [];
        using var worker = load.StartWorker();
        await load.WorkerReadyAsync(worker, ct);
        await load.WriteFilesAsync(seed: 1, ct);
        using (var first = load.StartRun(wait: false))
        {
            await load.RunsEndedAsync(worker, 1, ct);
        }

        var before = await load.CountRowsAsync(ct);
        await load.WriteFilesAsync(seed: 2, ct);
        await using (await load.CloseGateAsync(setting.Layouts().All[0].Maestra, ct))
        {
            using var second = load.StartRun(wait: false);
            await load.GateReachedAsync(worker, ct);
            await pair.KillPrimaryAsync(ct);
        }

        details.Add(DrillMessages.Format("PrimaryKilled", before));
        await pair.PromoteAsync(ct);
        await load.RunsEndedAsync(worker, 2, ct);
        details.Add(DrillMessages.Format("WorkerFollowed", worker.Id));
        await using var connection = await load.OpenAsync(ct);
        var (loaded, other, left) = await connection.QuerySingleAsync<(long, long, long)>(new CommandDefinition(
            """
            SELECT count(*) FILTER (WHERE status = 'loaded'), count(*) FILTER (WHERE status <> 'loaded'),
                   (SELECT count(*) FROM file WHERE location IN ('input', 'work'))
              FROM run_file
            """,
            cancellationToken: ct));
        details.AddRange(standbys);
        return other == 0 && left == 0 && loaded == 2 * setting.Layouts().All.Count && before > 0
            ? DrillResult.Passed(DrillMessages.Format("Promoted", loaded), details)
            : DrillResult.Failed(DrillMessages.Format("PromotedBadly", loaded, other, left), details);
    }

    /// <summary>Whether the hub itself has a standby, and what would be lost with its server.</summary>
    private static async Task<IReadOnlyList<string>> DescribeStandbysAsync(DrillContext context, CancellationToken ct)
    {
        var standbys = (await context.Connection.QueryAsync<(string? Name, string? State, string? Sync)>(new CommandDefinition(
            "SELECT application_name, state, sync_state FROM pg_stat_replication ORDER BY 1", cancellationToken: ct))).ToList();
        var commit = await context.Connection.ExecuteScalarAsync<string>(new CommandDefinition(
            "SELECT current_setting('synchronous_commit')", cancellationToken: ct));
        return standbys.Count == 0
            ? [DrillMessages.Format("HubAlone")]
            : [.. standbys.Select(s => DrillMessages.Format("HubStandby", s.Name ?? "?", s.State ?? "?", s.Sync ?? "?", commit))];
    }
}
