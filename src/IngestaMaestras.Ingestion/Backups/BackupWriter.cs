using System.Reflection;
using Dapper;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using Npgsql;

namespace IngestaMaestras.Ingestion.Backups;

/// <summary>
/// Makes a backup: dump and manifest of one snapshot, checked by restoring it into a scratch database and comparing every
/// table with the manifest. A backup that was not checked to the end never gets its name.
/// </summary>
public sealed class BackupWriter(HubDatabase hub, BackupFolder folder, TimeProvider time)
{
    /// <summary>As <c>audit_log</c> has it.</summary>
    public const string Action = "respaldar";

    private const string LockName = "ingesta:backup";

    /// <summary>The folder of the programs that a backup of such a server would use.</summary>
    /// <exception cref="BackupException">There are none on this machine.</exception>
    public static async Task<string> FindToolsAsync(int serverMajor, CancellationToken ct) =>
        (await PostgresTools.FindAsync(serverMajor, ct)).Folder;

    /// <returns>The backup, and the names of older ones that were removed.</returns>
    /// <exception cref="BackupException">It could not be made, or it is not good; it is audited.</exception>
    public async Task<(BackupFile Backup, IReadOnlyList<string> Removed)> WriteAsync(string user, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        try
        {
            // Not pooled: it holds a session lock, and speaks for the tools.
            await using var connection = await OpenAsync(hub, ct);
            await using var held = await SessionLock.TryAcquireAsync(connection, LockName, ct)
                ?? throw new BackupException(BackupMessages.Format("Running"));

            var left = folder.Prepare();
            var backup = await WriteAsync(connection, ct);
            var removed = await folder.RotateAsync(time.GetUtcNow().UtcDateTime, ct);
            await AuditAsync(
                new AuditEntry(
                    Action, user, "succeeded", new { folder.Folder },
                    new
                    {
                        backup.Name, backup.Manifest.SizeBytes, backup.Manifest.Sha256, Tables = backup.Manifest.Tables.Count,
                        Rows = backup.Manifest.Tables.Sum(t => t.Rows), Removed = removed, Leftovers = left,
                    },
                    Duration: time.GetElapsedTime(started)));
            return (backup, removed);
        }
        catch (BackupException e)
        {
            await AuditAsync(new AuditEntry(
                Action, user, "error", new { folder.Folder }, ErrorMessage: e.Message, Duration: time.GetElapsedTime(started)));
            throw;
        }
    }

    /// <summary>A connection that speaks for the tools, too: it keeps its password, and nobody else gets it.</summary>
    internal static async Task<NpgsqlConnection> OpenAsync(HubDatabase hub, CancellationToken ct)
    {
        NpgsqlConnection connection = new(
            new NpgsqlConnectionStringBuilder(hub.ConnectionString) { Pooling = false, PersistSecurityInfo = true }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    private async Task<BackupFile> WriteAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var tools = await PostgresTools.FindAsync(connection.PostgreSqlVersion.Major, ct);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(hub.TimeZone);
        var partial = folder.NewPartial(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).DateTime);
        try
        {
            // The dump holds whatever the hub knows: nobody else's business.
            await using (new FileStream(partial, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
            }

            var manifest = await DumpAsync(connection, tools, partial, ct);
            await VerifyAsync(connection, tools, partial, manifest, ct);
            manifest = manifest with
            {
                SizeBytes = new FileInfo(partial).Length,
                Sha256 = await FileHash.ComputeAsync(partial, ct),
                VerifiedAt = time.GetUtcNow().UtcDateTime,
            };
            return await BackupFolder.FinishAsync(partial, manifest, ct);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Dump and manifest see the same snapshot, however busy the hub is.</summary>
    private static async Task<BackupManifest> DumpAsync(NpgsqlConnection connection, PostgresTools tools, string path, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var manifest = await DescribeAsync(connection, ct);
        var snapshot = await connection.ExecuteScalarAsync<string>(new CommandDefinition("SELECT pg_export_snapshot()", cancellationToken: ct));
        var dump = tools.RunAsync(
            "pg_dump",
            [
                "--format=custom", "--no-password", $"--file={path}", $"--snapshot={snapshot}",
                .. TableDigests.Schemas.Select(s => $"--schema={s}"), $"--schema={HubDatabase.StagingSchema}",
                $"--exclude-table={HubDatabase.StagingSchema}.*",
            ],
            connection,
            ct);
        var tables = TableDigests.ReadAsync(connection, ct);
        await Task.WhenAll(dump, tables);
        await transaction.CommitAsync(ct);
        return manifest with { Tables = await tables };
    }

    private static async Task<BackupManifest> DescribeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var (at, server, identity, epoch) = await connection.QuerySingleAsync<(DateTime, string, string, int)>(new CommandDefinition(
            """
            SELECT now(), current_setting('server_version'), (SELECT system_identifier FROM pg_control_system()) || '/' || current_database(), epoch
              FROM installation
            """,
            cancellationToken: ct));
        var scripts = await connection.QueryAsync<string>(new CommandDefinition("SELECT scriptname FROM schema_version ORDER BY 1", cancellationToken: ct));
        var versions = await connection.QueryAsync<(string Maestra, long Version)>(new CommandDefinition(
            "SELECT maestra, last_version FROM master_state ORDER BY maestra", cancellationToken: ct));
        var program = Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return new BackupManifest(
            at, program, server, identity, epoch, [.. scripts], versions.ToDictionary(v => v.Maestra, v => v.Version, StringComparer.Ordinal), []);
    }

    private static async Task VerifyAsync(
        NpgsqlConnection connection, PostgresTools tools, string path, BackupManifest manifest, CancellationToken ct)
    {
        var listed = await tools.RunAsync("pg_restore", ["--list", path], null, ct);
        foreach (var table in manifest.Tables)
        {
            // "4242; 0 16399 TABLE DATA db_masterdatahub erp_cadena owner"
            if (!listed.Contains($" TABLE DATA {table.Table.Replace(".", " ", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)} ", StringComparison.Ordinal))
            {
                throw new BackupException(BackupMessages.Format("ListDiffers", table.Table));
            }
        }

        await using var scratch = await ScratchDatabase.CreateAsync(connection, ScratchDatabase.Trial, ct);
        if (await BackupTrial.RestoreAsync(scratch, tools, path, manifest, ct) is [var first, ..])
        {
            throw new BackupException(BackupMessages.Format(
                "ScratchDiffers", first.Table, first.Found.Rows, first.Found.Checksum, first.Expected.Rows, first.Expected.Checksum));
        }
    }

    private async Task AuditAsync(AuditEntry entry)
    {
        await using var connection = await hub.OpenAsync(CancellationToken.None);
        await AuditLog.WriteAsync(connection, entry, CancellationToken.None);
    }
}
