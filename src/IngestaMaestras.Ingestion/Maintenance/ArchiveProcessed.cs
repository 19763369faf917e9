using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Pipeline;
using Npgsql;

namespace IngestaMaestras.Ingestion.Maintenance;

/// <summary>
/// Compresses old files of <c>processed/</c> into archives of the long-term folder, one per month of business date. The
/// archive comes first, whole and read back; then each row is led there and its original removed. A death anywhere is
/// finished by the next time: what an archive holds and rows do not say yet is settled before a new one is begun.
/// </summary>
public sealed class ArchiveProcessed(
    HubDatabase hub, DataFolders folders, BusinessCalendar calendar, MaintenanceOptions options, TimeProvider time) : IMaintenanceTask
{
    public string Name => "archivo-historico";

    public string? Schedule => options.ArchiveSchedule;

    public async Task<MaintenanceResult> ExecuteAsync(CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        folders.LongTerm.ForgetTemporary();
        var archived = 0;
        foreach (var archive in await ListUnsettledAsync(connection, ct))
        {
            archived += await SettleAsync(connection, archive, folders.LongTerm.ReadManifest(archive), ct);
        }

        List<string> written = [];
        var edited = 0;
        foreach (var month in await ListOldAsync(connection, ct))
        {
            ct.ThrowIfCancellationRequested();
            var (entries, changed) = await ChooseAsync([.. month], ct);
            edited += changed;
            if (entries.Count == 0)
            {
                continue;
            }

            var (name, manifest) = folders.LongTerm.Write(month.Key, entries, ct);
            written.Add(name);
            archived += await SettleAsync(connection, name, manifest, ct);
        }

        return new MaintenanceResult(
            archived,
            archived == 0 && edited == 0
                ? MaintenanceMessages.Format("NothingToArchive", options.ArchiveDays)
                : MaintenanceMessages.Format(edited == 0 ? "Archived" : "ArchivedButEdited", archived, written.Count, folders.LongTerm.Folder, edited),
            new { Archives = written, folders.LongTerm.Folder });
    }

    /// <summary>Archives that a death left half told, or that a restored hub does not know.</summary>
    private async Task<IReadOnlyList<string>> ListUnsettledAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var settled = (await connection.QueryAsync<string>(new CommandDefinition(
            "SELECT name FROM archive WHERE settled_at IS NOT NULL", cancellationToken: ct))).ToHashSet(StringComparer.Ordinal);
        return [.. folders.LongTerm.List().Where(a => !settled.Contains(a))];
    }

    private async Task<IEnumerable<IGrouping<DateOnly, OldFile>>> ListOldAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var old = await connection.QueryAsync<OldFile>(new CommandDefinition(
            """
            SELECT f.file_id, f.maestra, f.path, f.sha256, date_trunc('month', f.fecha_proceso)::date AS month FROM file f
             WHERE f.location = 'processed' AND f.target_path IS NULL AND f.fecha_proceso < @Before AND NOT EXISTS (
                SELECT 1 FROM run_file a WHERE a.file_id = f.file_id AND a.status IN ('pending', 'running', 'held'))
             ORDER BY f.fecha_proceso, f.file_id
            """,
            new { Before = calendar.LocalDate(time.GetUtcNow()).AddDays(-options.ArchiveDays) },
            cancellationToken: ct));
        return old.GroupBy(f => f.Month);
    }

    /// <summary>
    /// The files that are there as they were loaded, with the rejected lines beside them. One that somebody edited where it
    /// lies is unfinished work and stays.
    /// </summary>
    private async Task<(IReadOnlyList<(string, long?, string)> Entries, int Edited)> ChooseAsync(IReadOnlyList<OldFile> files, CancellationToken ct)
    {
        List<(string, long?, string)> entries = [];
        var edited = 0;
        foreach (var file in files)
        {
            var source = folders.Resolve(file.Path);
            if (FileStat.TryRead(source) is not { IsRegular: true })
            {
                continue;
            }

            if (file.Sha256 is { } hash && await FileHash.ComputeAsync(source, ct) != hash)
            {
                edited++;
                continue;
            }

            entries.Add((EntryOf(file.Path), file.FileId, source));
            if (file.Maestra is { } maestra)
            {
                var rejects = file.Path[..(file.Path.LastIndexOf('/') + 1)] + ArchiveStep.RejectsFileName(maestra, file.FileId);
                if (folders.Holds(rejects))
                {
                    entries.Add((EntryOf(rejects), null, folders.Resolve(rejects)));
                }
            }
        }

        return (entries, edited);
    }

    /// <summary>Leads rows to an archive and removes the originals that it holds; done twice it changes nothing.</summary>
    /// <returns>How many files were led there.</returns>
    private async Task<int> SettleAsync(NpgsqlConnection connection, string archive, ArchiveManifest manifest, CancellationToken ct)
    {
        var path = folders.LongTerm.FullPath(archive);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO archive (name, month, files, size_bytes, sha256) VALUES (@archive, @Month, @Files, @Size, @Sha256)
            ON CONFLICT (name) DO NOTHING
            """,
            new
            {
                archive, manifest.Month, Files = manifest.Files.Count(f => f.FileId is not null),
                FileStat.TryRead(path)!.Size, Sha256 = await FileHash.ComputeAsync(path, ct),
            },
            cancellationToken: ct));
        var moved = 0;
        foreach (var file in manifest.Files)
        {
            moved += await SettleAsync(connection, archive, file, ct);
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE archive SET settled_at = clock_timestamp() WHERE name = @archive", new { archive }, cancellationToken: ct));
        return moved;
    }

    private async Task<int> SettleAsync(NpgsqlConnection connection, string archive, ArchivedFile file, CancellationToken ct)
    {
        var original = ProcessedPath(file.Entry);
        var source = folders.Resolve(original);
        var isThere = FileStat.TryRead(source) is not null;
        if (isThere && await FileHash.ComputeAsync(source, ct) != file.Sha256)
        {
            // Changed since, or another file by that name: it is not the one that the archive holds.
            return 0;
        }

        var moved = file.FileId is null ? 0 : await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE file f SET path = @Path, location = 'archived', sha256 = coalesce(sha256, @Sha256), size_bytes = @SizeBytes
             WHERE f.file_id = @FileId AND f.path = @original AND f.location = 'processed' AND f.target_path IS NULL
            """,
            new { file.FileId, original, file.Sha256, file.SizeBytes, Path = ArchiveFolder.PathOf(archive, file.Entry) },
            cancellationToken: ct));
        var isFree = isThere && !await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT 1 FROM file WHERE (path = @original OR target_path = @original) AND location <> 'gone')",
            new { original },
            cancellationToken: ct));
        if (isFree)
        {
            File.Delete(source);
        }

        return moved;
    }

    private static string EntryOf(string processedPath) => processedPath[(processedPath.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string ProcessedPath(string entry) => $"{DataFolders.Code(FileLocation.Processed)}/{entry}";

    private sealed class OldFile
    {
        public long FileId { get; set; }

        public string? Maestra { get; set; }

        public string Path { get; set; } = "";

        public string? Sha256 { get; set; }

        public DateOnly Month { get; set; }
    }
}
