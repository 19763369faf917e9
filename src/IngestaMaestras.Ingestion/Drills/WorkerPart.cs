using Dapper;
using IngestaMaestras.Ingestion.Backups;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>
/// A worker is killed in the middle of a file and another one finishes: database and folders are as if nothing had
/// happened, which a second, undisturbed load of the same files tells.
/// </summary>
internal sealed class WorkerPart(DrillSetting setting) : IDrillPart
{
    public string Name => "trabajador";

    public async Task<DrillResult> RunAsync(DrillContext context, CancellationToken ct)
    {
        if (setting.Layouts().All.Count == 0)
        {
            return DrillResult.Skipped(DrillMessages.Format("NoLayouts"));
        }

        await using var calm = await ScratchDatabase.CreateAsync(context.Connection, RecoveryDrill.ScratchPrefix + "a_", ct);
        await using var rough = await ScratchDatabase.CreateAsync(context.Connection, RecoveryDrill.ScratchPrefix + "b_", ct);
        var (expected, rows) = await LoadAsync(calm, context, ct);
        return await DisturbAsync(rough, context, expected, rows, ct);
    }

    private async Task<(IReadOnlyList<string> Description, long Rows)> LoadAsync(ScratchDatabase database, DrillContext context, CancellationToken ct)
    {
        DrillLoad load = new(setting, database.ConnectionString, Directory.CreateDirectory(Path.Combine(context.Folder, "a")).FullName);
        await load.WriteFilesAsync(seed: 1, ct);
        using var process = load.StartRun();
        await load.RunsEndedAsync(process, 1, ct);
        await process.WaitForExitAsync(ct);
        return (await load.DescribeAsync(ct), await load.CountRowsAsync(ct));
    }

    private async Task<DrillResult> DisturbAsync(
        ScratchDatabase database, DrillContext context, IReadOnlyList<string> expected, long rows, CancellationToken ct)
    {
        DrillLoad load = new(setting, database.ConnectionString, Directory.CreateDirectory(Path.Combine(context.Folder, "b")).FullName);
        await load.WriteFilesAsync(seed: 1, ct);
        var maestra = setting.Layouts().All[0].Maestra;
        List<string> details = [];
        await using (await load.CloseGateAsync(maestra, ct))
        {
            using var first = load.StartRun();
            await load.GateReachedAsync(first, ct);
            await first.KillAsync(ct);
            details.Add(DrillMessages.Format("WorkerKilled", first.Id, maestra));
        }

        using var second = load.StartWorker();
        await load.RunsEndedAsync(second, 1, ct);
        await using (var connection = await load.OpenAsync(ct))
        {
            var attempts = await connection.ExecuteScalarAsync<int>(new CommandDefinition("SELECT max(attempt) FROM run_file", cancellationToken: ct));
            details.Add(DrillMessages.Format("WorkerFinished", second.Id, attempts));
        }

        var differences = DrillLoad.Differences(expected, await load.DescribeAsync(ct));
        return differences.Count == 0 && rows > 0
            ? DrillResult.Passed(DrillMessages.Format("WorkerEqual", setting.Layouts().All.Count, rows), details)
            : DrillResult.Failed(DrillMessages.Format("LoadDiffers", differences.Count), [.. details, .. differences]);
    }
}
