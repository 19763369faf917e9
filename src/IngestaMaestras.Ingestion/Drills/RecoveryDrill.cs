using System.Reflection;
using IngestaMaestras.Ingestion.Backups;
using IngestaMaestras.Ingestion.Hub;
using Npgsql;

namespace IngestaMaestras.Ingestion.Drills;

/// <summary>
/// Proves that what would be needed in an emergency works: the latest good backup restores, its changes reach a topic, a
/// killed worker is replaced and a standby takes over. Works on scratch databases, topics, folders and servers of its own:
/// the hub, its topics and watermarks are not touched. What an interrupted drill left goes with the next one.
/// </summary>
public sealed class RecoveryDrill
{
    internal const string ScratchPrefix = "ingesta_simulacro_";

    private readonly HubDatabase _hub;
    private readonly BackupFolder _backups;
    private readonly DrillFolder _folder;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<IDrillPart> _parts;

    public RecoveryDrill(HubDatabase hub, BackupFolder backups, DrillFolder folder, DrillSetting setting, TimeProvider time)
    {
        _hub = hub;
        _backups = backups;
        _folder = folder;
        _time = time;
        _parts = [new RestorePart(), new ReplayPart(hub, setting), new WorkerPart(setting), new StandbyPart(setting)];
    }

    /// <returns>The report and its name in the folder.</returns>
    /// <exception cref="BackupException">There is no good backup, or no scratch database can be made: nothing was tried.</exception>
    public async Task<(DrillReport Report, string Name)> RunAsync(CancellationToken ct)
    {
        var started = _time.GetUtcNow().UtcDateTime;
        var backup = (await _backups.ListAsync(ct)).FirstOrDefault(b => b.Manifest.VerifiedAt is not null)
            ?? throw new BackupException(DrillMessages.Format("NoBackup", _backups.Folder));
        await using var connection = await BackupWriter.OpenAsync(_hub, ct);
        var tools = await PostgresTools.FindAsync(connection.PostgreSqlVersion.Major, ct);
        List<DrillPart> parts = [];
        try
        {
            await using var scratch = await ScratchDatabase.CreateAsync(connection, ScratchPrefix, ct);
            DrillContext context = new(connection, tools, backup, scratch, _folder.PrepareWork());
            foreach (var part in _parts)
            {
                parts.Add(await TryAsync(part, context, ct));
            }
        }
        finally
        {
            _folder.RemoveWork();
        }

        var program = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        DrillReport report = new(
            started, _time.GetUtcNow().UtcDateTime, backup.Name, backup.Manifest.TakenAt, backup.Manifest.HubIdentity, program, parts);
        var local = TimeZoneInfo.ConvertTimeFromUtc(started, TimeZoneInfo.FindSystemTimeZoneById(_hub.TimeZone));
        return (report, await _folder.WriteAsync(report, local, CancellationToken.None));
    }

    private async Task<DrillPart> TryAsync(IDrillPart part, DrillContext context, CancellationToken ct)
    {
        var started = _time.GetTimestamp();
        DrillResult result;
        try
        {
            result = await part.RunAsync(context, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Whatever goes wrong in a drill is what the drill is for.
            result = DrillResult.Failed(e.Message);
        }

        return new DrillPart(
            part.Name, DrillMessages.Format($"Part_{part.Name}"), result.Outcome, result.Summary, result.Details,
            Math.Round(_time.GetElapsedTime(started).TotalSeconds, 1));
    }
}
