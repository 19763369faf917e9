using System.Globalization;
using System.Text;
using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Ingestion.Delivery;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>
/// Puts a backup in the place of the hub, in one transaction together with the start of a new epoch: a hub that is restored
/// but does not know it, and goes on delivering, never exists.
/// </summary>
public sealed class BackupRestorer(
    HubDatabase hub, HubMigrator migrator, WorkerIdentity self, DeliveryTargets targets, Func<LayoutSet> layouts, RestoredFiles files)
{
    private const string Action = "restaurar";

    /// <summary>What keeps the backup from being restored, before anything is asked or changed.</summary>
    /// <exception cref="BackupException">With the reason.</exception>
    public async Task CheckAsync(BackupFile backup, CancellationToken ct)
    {
        if (await WorkerDirectory.AnyOtherAliveAsync(hub, self, ct))
        {
            throw new BackupException(BackupMessages.Format("WorkersAlive"));
        }

        if (backup.Manifest.Scripts.Except(HubMigrator.KnownScripts).FirstOrDefault() is { } unknown)
        {
            throw new BackupException(BackupMessages.Format("NewerProgram", backup.Manifest.ProgramVersion, unknown));
        }

        if (await FileHash.ComputeAsync(backup.Path, ct) != backup.Manifest.Sha256)
        {
            throw new BackupException(BackupMessages.Format("Damaged", backup.Name));
        }
    }

    /// <param name="withPrivileges">Restore the grants, too: the roles that they name must exist.</param>
    /// <exception cref="BackupException">It was not restored; the hub is as it was.</exception>
    public async Task<RestoreReport> RestoreAsync(BackupFile backup, bool withPrivileges, string user, CancellationToken ct)
    {
        await CheckAsync(backup, ct);
        await using (var connection = await BackupWriter.OpenAsync(hub, ct))
        {
            var tools = await PostgresTools.FindAsync(connection.PostgreSqlVersion.Major, ct);
            await tools.RestoreInOneTransactionAsync(
                backup.Path, withPrivileges ? ["--no-owner"] : ["--no-owner", "--no-privileges"], Before(),
                await BeginEpochAsync(connection, backup, user, ct), connection, ct);
        }

        // From here on the hub is the restored one: what is left must be done even if somebody loses patience.
        NpgsqlConnection.ClearPool(hub.DataSource.CreateConnection());
        await migrator.MigrateAsync(CancellationToken.None);
        var returned = await files.ReturnToRunsAsync(CancellationToken.None);
        await using var restored = await hub.OpenAsync(CancellationToken.None);
        var epoch = await restored.ExecuteScalarAsync<int>("SELECT epoch FROM installation");
        var held = await restored.QueryAsync<string>("SELECT DISTINCT target FROM delivery WHERE held_since IS NOT NULL ORDER BY target");
        return new RestoreReport(
            backup.Name, backup.Manifest.TakenAt, epoch, backup.Manifest.Tables.Sum(t => t.Rows), [.. held], returned);
    }

    /// <summary>A program that starts meanwhile waits for its migrations, and then finds the restored hub.</summary>
    private static string Before() =>
        $"""
        SELECT pg_advisory_xact_lock(hashtextextended('{HubMigrator.LockName}', 0));
        DROP SCHEMA IF EXISTS {string.Join(", ", [.. TableDigests.Schemas, HubDatabase.StagingSchema])} CASCADE;
        """;

    /// <summary>
    /// Statements that end the restore: versions go on above those of the state that is lost, as far as it can still be
    /// read (reconcile raises them above what it finds in a target), numbers of runs and files are not used twice, and no
    /// target is delivered to until it was compared.
    /// </summary>
    private async Task<string> BeginEpochAsync(NpgsqlConnection connection, BackupFile backup, string user, CancellationToken ct)
    {
        var versions = (await connection.QueryAsync<(string Maestra, long Version)>(new CommandDefinition(
            "SELECT maestra, last_version FROM master_state", cancellationToken: ct))).ToDictionary(v => v.Maestra, v => v.Version, StringComparer.Ordinal);
        foreach (var maestra in layouts().All.Select(l => l.Maestra))
        {
            versions.TryAdd(maestra, 0);
        }

        var (run, file) = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition(
            "SELECT coalesce((SELECT max(run_id) FROM run), 0), coalesce((SELECT max(file_id) FROM file), 0)", cancellationToken: ct));
        var known = await connection.QueryAsync<string>(new CommandDefinition("SELECT target FROM delivery_target", cancellationToken: ct));
        StringBuilder sql = new();
        sql.AppendLine(CultureInfo.InvariantCulture, $"SET search_path = {HubDatabase.Schema}, public;");
        foreach (var (maestra, version) in versions)
        {
            sql.AppendLine(CultureInfo.InvariantCulture, $"INSERT INTO master_state (maestra, last_version) VALUES ({Quote(maestra)}, {version}) ON CONFLICT (maestra) DO UPDATE SET last_version = greatest(master_state.last_version, excluded.last_version);");
        }

        foreach (var target in known.Union(targets.All.Select(t => t.Name)))
        {
            sql.AppendLine(CultureInfo.InvariantCulture, $"INSERT INTO delivery_target (target) VALUES ({Quote(target)}) ON CONFLICT DO NOTHING;");
        }

        var details = AuditLog.ToJson(new { Backup = backup.Name, backup.Manifest.TakenAt, backup.Manifest.HubIdentity, backup.Manifest.ProgramVersion })!;
        sql.AppendLine(CultureInfo.InvariantCulture,
            $"""
            {HubEpoch.HoldDeliveries}
            SELECT setval(pg_get_serial_sequence('run', 'run_id'), greatest({run}, (SELECT coalesce(max(run_id), 0) FROM run) + {HubEpoch.NumberGap}));
            SELECT setval(pg_get_serial_sequence('file', 'file_id'), greatest({file}, (SELECT coalesce(max(file_id), 0) FROM file) + {HubEpoch.NumberGap}));
            DELETE FROM local_cluster;
            UPDATE installation SET epoch = epoch + 1, restored_at = now(), restored_from = {Quote(backup.Manifest.TakenAt.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture))};
            INSERT INTO audit_log (procedure_name, execution_time, end_time, user_name, result_status, parameters, result, duration)
            SELECT '{Action}', now(), clock_timestamp(), {Quote(user)}, 'succeeded', {Quote(details)}::jsonb,
                   jsonb_build_object('epoch', epoch), clock_timestamp() - now() FROM installation;
            """);
        return sql.ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
