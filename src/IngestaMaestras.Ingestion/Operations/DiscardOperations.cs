using Dapper;
using IngestaMaestras.Core.Runs;
using IngestaMaestras.Ingestion.Files;
using IngestaMaestras.Ingestion.Hub;
using IngestaMaestras.Ingestion.Journal;
using IngestaMaestras.Ingestion.Runs;
using Npgsql;

namespace IngestaMaestras.Ingestion.Operations;

/// <summary>
/// Settles a file that nobody wants: one that failed, or one that waits in input. The decision is a run of its own, so that
/// what earlier runs did with the file stays on record; its bytes are kept in <c>error/</c>.
/// </summary>
public sealed class DiscardOperations(HubDatabase hub, FileMover mover)
{
    private const string Action = "descartar_archivo";

    /// <param name="reason">Why nobody wants it; required.</param>
    public async Task<OperationResult> DiscardAsync(long fileId, string user, string? reason, CancellationToken ct)
    {
        DiscardedFile? file;
        long? runId = null;
        string? refusal;
        await using (var connection = await hub.OpenAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            file = await connection.QuerySingleOrDefaultAsync<DiscardedFile>(new CommandDefinition(
                $"SELECT {DiscardedFile.Columns} FROM file f WHERE f.file_id = @fileId FOR UPDATE", new { fileId }, cancellationToken: ct));
            refusal = Refuse(file, fileId, reason);
            if (refusal is null)
            {
                runId = await SettleAsync(connection, file!, user, reason!, ct);
            }

            await AuditLog.WriteAsync(
                connection,
                new AuditEntry(
                    Action, user, refusal is null ? "succeeded" : "error", new { FileId = fileId, file?.FileName, file?.FechaProceso },
                    refusal is null ? new { RunId = runId } : null, refusal,
                    new { Reason = reason, Before = new { file?.Status, file?.Path }, After = refusal is null ? FileStatus.Discarded.Code() : file?.Status }),
                ct);
            await transaction.CommitAsync(ct);
        }

        return refusal is null ? await PutAwayAsync(file!, runId) : new OperationResult(false, refusal);
    }

    private static string? Refuse(DiscardedFile? file, long fileId, string? reason) => file switch
    {
        null => OperationMessages.Format("UnknownFile", fileId),
        _ when string.IsNullOrWhiteSpace(reason) => OperationMessages.Format("DiscardNeedsReason"),
        { IsActive: true } => OperationMessages.Format("FileActive", file.FileName, file.RunId),
        { Location: "gone" } => OperationMessages.Format("FileVanished", file.FileName, file.Path),
        { Location: "input" } or { Status: "failed" } => null,
        _ => OperationMessages.Format("DiscardState", file.FileName),
    };

    /// <summary>A run that is over as soon as it begins, and in which the file is discarded.</summary>
    private static async Task<long> SettleAsync(NpgsqlConnection connection, DiscardedFile file, string user, string reason, CancellationToken ct)
    {
        var runId = await RunStore.CreateAsync(
            connection, file.FechaProceso, RunTrigger.Operator, user, new RunParameters { FileIds = [file.FileId] }, file.RunId, reason, ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE run SET status = 'succeeded', started_at = created_at, discovered_at = created_at, ended_at = clock_timestamp() WHERE run_id = @runId;
            INSERT INTO run_file (run_id, file_id, status, outcome, error_message, started_at, ended_at)
            VALUES (@runId, @FileId, 'discarded', 'discarded', @Why, now(), clock_timestamp());
            -- On its way out of input, so that no run takes it.
            UPDATE file SET run_id = @runId, target_path = CASE WHEN location IN ('input', 'work') THEN @Target ELSE target_path END
             WHERE file_id = @FileId;
            UPDATE error_log SET resolved_at = now(), resolved_by = @user WHERE file_id = @FileId AND resolved_at IS NULL;
            """,
            new
            {
                runId,
                file.FileId,
                user,
                Why = OperationMessages.Format("DiscardedWhy", user, reason),
                Target = DataFolders.ArchivePath(FileLocation.Error, file.FechaProceso, file.FileName, 0),
            },
            cancellationToken: ct));
        return runId!.Value;
    }

    private async Task<OperationResult> PutAwayAsync(DiscardedFile file, long? runId)
    {
        try
        {
            // It is decided: whoever asked may have gone away by now.
            var path = file.Location == "error" ? file.Path : await mover.ToArchiveAsync(file.FileId, FileLocation.Error, CancellationToken.None);
            return new OperationResult(true, OperationMessages.Format("Discarded", file.FileName, file.FechaProceso, path), runId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new OperationResult(true, OperationMessages.Format("DiscardedNotMoved", file.FileName, file.FechaProceso, e.Message), runId);
        }
    }

    private sealed class DiscardedFile
    {
        public const string Columns =
            """
            f.file_id, f.file_name, f.fecha_proceso, f.path, f.location,
            (SELECT rf.run_id FROM run_file rf WHERE rf.file_id = f.file_id ORDER BY rf.run_id DESC LIMIT 1) AS run_id,
            (SELECT rf.status FROM run_file rf WHERE rf.file_id = f.file_id ORDER BY rf.run_id DESC LIMIT 1) AS status,
            EXISTS (SELECT 1 FROM run_file a WHERE a.file_id = f.file_id AND a.status IN ('pending', 'running', 'held')) AS is_active
            """;

        public long FileId { get; set; }

        public string FileName { get; set; } = "";

        public DateOnly FechaProceso { get; set; }

        public string Path { get; set; } = "";

        public string Location { get; set; } = "";

        public long? RunId { get; set; }

        public string? Status { get; set; }

        public bool IsActive { get; set; }
    }
}
