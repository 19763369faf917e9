using Dapper;
using IngestaMaestras.Core.Layouts;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Hub.Merging;
using IngestaMaestras.Ingestion.Hub.Staging;
using IngestaMaestras.Ingestion.Hub.Tables;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IngestaMaestras.Ingestion.Pipeline;

/// <summary>Stages a file, or finds that its bytes and its layout are those of the last load.</summary>
public sealed class StagingStep(HubDatabase hub, DataFolders folders, HubTables tables, FileStager stager, StepLog log, ILogger<StagingStep> logger)
{
    /// <summary>As many characters of a hash as people compare.</summary>
    private const int ShortHash = 12;

    /// <param name="mayStayUnstaged">Whether a file that looks unchanged need not be staged.</param>
    /// <param name="again">What was staged before is of no use.</param>
    public async Task<StagedFile> ExecuteAsync(
        RunFileRow file, FileClaim claim, Layout layout, string path, bool mayStayUnstaged, bool again, CancellationToken ct)
    {
        using var scope = logger.BeginStep(StepName.Stage);
        if (!again && await log.ReadSucceededAsync<StagedFile>(claim, StepName.Stage, ct) is { } done
            && done.LayoutHash == layout.Fingerprint && done.Sha256 == await FileHash.ComputeAsync(path, ct))
        {
            logger.LogInformation("{FileName}: ya estaba preparado por un intento anterior", file.FileName);
            return done;
        }

        await log.BeginAsync(claim, StepName.Stage, ct);
        logger.LogInformation("{FileName}: se lee con el layout {LayoutHash}", file.FileName, layout.Fingerprint[..ShortHash]);
        await KeepLayoutAsync(layout, ct);
        await tables.EnsureAsync(layout, ct);
        var staged = mayStayUnstaged && file.OriginFileId is null && await FindUnchangedAsync(layout, path, ct) is { } unchanged
            ? unchanged
            : await StageAsync(file, claim, layout, path, ct);
        await RecordHashAsync(claim, staged, ct);
        await log.EndAsync(claim, StepName.Stage, StepStatus.Succeeded, staged, null, ct);
        Tell(file, staged);
        return staged;
    }

    private void Tell(RunFileRow file, StagedFile staged)
    {
        if (staged.WasSkipped)
        {
            logger.LogInformation("{FileName}: mismos bytes y mismo layout que la última carga; no hace falta leerlo", file.FileName);
        }
        else if (staged.Rejected > 0)
        {
            logger.LogWarning(
                "{FileName}: {Read} leídos, {Accepted} aceptados, {Rejected} rechazados, {Warnings} avisos",
                file.FileName, staged.Read, staged.Accepted, staged.Rejected, staged.Warnings);
        }
        else
        {
            logger.LogInformation(
                "{FileName}: {Read} leídos, todos aceptados, {Warnings} avisos", file.FileName, staged.Read, staged.Warnings);
        }
    }

    /// <summary>The files whose rejected lines a rejects file holds, nearest first; empty for any other file.</summary>
    public async Task<IReadOnlyList<long>> ReadOriginsAsync(RunFileRow file, CancellationToken ct)
    {
        if (file.OriginFileId is null)
        {
            return [];
        }

        await using var connection = await hub.OpenAsync(ct);
        return [.. await connection.QueryAsync<long>(new CommandDefinition(
            """
            WITH RECURSIVE origin AS (
                SELECT file_id, origin_file_id, 1 AS depth FROM file WHERE file_id = @OriginFileId
                UNION ALL
                SELECT f.file_id, f.origin_file_id, o.depth + 1 FROM file f JOIN origin o ON f.file_id = o.origin_file_id
                 WHERE o.depth < 100
            )
            SELECT file_id FROM origin ORDER BY depth
            """,
            new { file.OriginFileId },
            cancellationToken: ct))];
    }

    /// <summary>Drops the staging tables of every attempt at this file of this run.</summary>
    public async Task DropAsync(FileClaim claim, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        for (var attempt = 1; attempt <= claim.Attempt; attempt++)
        {
            await new StagingTables(claim.RunId, claim.FileId, attempt).DropAsync(connection, ct);
        }
    }

    private async Task<StagedFile> StageAsync(RunFileRow file, FileClaim claim, Layout layout, string path, CancellationToken ct)
    {
        StagingTables attempt = new(claim.RunId, claim.FileId, claim.Attempt);
        var origins = await ReadOriginsAsync(file, ct);
        if (origins.Count > 0)
        {
            await StageOriginsAsync(layout, attempt, origins, ct);
        }

        return await stager.StageAsync(layout, attempt, path, ct);
    }

    private async Task StageOriginsAsync(Layout layout, StagingTables attempt, IReadOnlyList<long> origins, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await attempt.CreateOriginKeysAsync(connection, layout, ct);
        foreach (var origin in origins)
        {
            var path = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
                "SELECT path FROM file WHERE file_id = @origin", new { origin }, cancellationToken: ct));
            var rejected = (await connection.QueryAsync<long>(new CommandDefinition(
                "SELECT line_number FROM rejected_line WHERE file_id = @origin", new { origin }, cancellationToken: ct))).ToHashSet();
            using var source = folders.Borrow(path!);
            await stager.StageKeysAsync(layout, attempt.OriginKeys, source.Path, rejected, ct);
        }
    }

    private async Task<StagedFile?> FindUnchangedAsync(Layout layout, string path, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        var last = await connection.QuerySingleOrDefaultAsync<(string? Sha256, string? LayoutHash, long Size, bool Rejected)>(
            new CommandDefinition(
                """
                SELECT s.sha256, s.layout_hash, f.size_bytes, s.had_rejected_references
                  FROM master_state s JOIN file f USING (file_id) WHERE s.maestra = @Maestra
                """,
                new { layout.Maestra },
                cancellationToken: ct));
        var size = new FileInfo(path).Length;
        if (last.Sha256 is null || last.Rejected || last.LayoutHash != layout.Fingerprint || last.Size != size)
        {
            return null;
        }

        var hash = await FileHash.ComputeAsync(path, ct);
        return hash == last.Sha256 ? StagedFile.Skipped(hash, size, layout.Fingerprint) : null;
    }

    private async Task KeepLayoutAsync(Layout layout, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO layout_version (layout_hash, maestra, source) VALUES (@Fingerprint, @Maestra, @Source)
            ON CONFLICT DO NOTHING
            """,
            new { layout.Fingerprint, layout.Maestra, layout.Source },
            cancellationToken: ct));
    }

    private async Task RecordHashAsync(FileClaim claim, StagedFile staged, CancellationToken ct)
    {
        await using var connection = await hub.OpenAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE file SET sha256 = @Sha256, size_bytes = @SizeBytes WHERE file_id = @FileId AND EXISTS (
                SELECT 1 FROM run_file WHERE run_id = @RunId AND file_id = @FileId AND attempt = @Attempt AND lease_owner = @Owner);
            UPDATE run_file SET sha256 = @Sha256, layout_hash = @LayoutHash
             WHERE run_id = @RunId AND file_id = @FileId AND attempt = @Attempt AND lease_owner = @Owner;
            """,
            new
            {
                claim.RunId,
                claim.FileId,
                claim.Attempt,
                claim.Owner,
                staged.Sha256,
                staged.SizeBytes,
                staged.LayoutHash,
            },
            cancellationToken: ct));
    }
}
